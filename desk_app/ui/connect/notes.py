"""Notes on pages in the shape of the window."""

from desk_app.application.commands import appraise as acts
from desk_app.ui import contract as c
from desk_app.ui.connect.sitting import Sitting


class NotesPart:
    """Notes over the use cases."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting, self._duty = sitting, sitting.desk.steps.page_notes

    def add(
        self, key: str, paper: str, document_id: str, page: int, place: c.Spot, text: str
    ) -> c.DossierView:
        """Write one."""
        sitting = self._sitting
        sitting.act(
            key,
            lambda seen: self._duty.add_note(
                acts.AddPageNote(
                    dossier=key,
                    actor=sitting.officer,
                    version=seen,
                    paper=paper,
                    shown=document_id,
                    page=page,
                    place=place,
                    text=text,
                )
            ),
        )
        return sitting.view(key)

    def tick(self, key: str, note: str, *, is_done: bool) -> c.DossierView:
        """It is dealt with, or open again."""
        sitting = self._sitting
        sitting.act(
            key,
            lambda seen: self._duty.tick_note(
                acts.TickPageNote(
                    dossier=key, actor=sitting.officer, version=seen, note=note, done=is_done
                )
            ),
        )
        return sitting.view(key)

    def drop(self, key: str, note: str) -> c.DossierView:
        """Take one's own back."""
        sitting = self._sitting
        sitting.act(
            key,
            lambda seen: self._duty.drop_note(
                acts.DropPageNote(dossier=key, actor=sitting.officer, version=seen, note=note)
            ),
        )
        return sitting.view(key)
