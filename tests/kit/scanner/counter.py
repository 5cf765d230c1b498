"""What a clerk does with papers at step 1, in one line each."""

from __future__ import annotations

from desk_app.application.commands import intake as acts
from tests.kit.scanner import pages

PROCEDURE = "birth_registration"
FIRST, SECOND = "declaration", "birth_notice"


def begin(desk, clerk):
    return desk.steps.intake.new(acts.NewDossier(procedure=PROCEDURE, actor=clerk)).dossier_id


def side(name, number=1, mark="A"):
    return pages.page(pages.ident(name, number, mark), dpi=150)


def scan(desk, clerk, key, device, component=FIRST, **more):
    return desk.steps.intake.scan(
        acts.Scan(dossier=key, actor=clerk, component=component, device=device, **more)
    )


def mark(desk, clerk, key, material, **more):
    return desk.steps.intake.set_material(
        acts.SetMaterial(dossier=key, actor=clerk, component=FIRST, material=material, **more)
    )
