"""A process laid out in swim lanes, in the shape of the window."""

from typing import Literal

from desk_app.domain.restructuring.diagram import LANE_W, lay_out, route
from desk_app.domain.restructuring.process import Plan
from desk_app.ui import contract as c

Which = Literal["only", "before", "after"]


def picture(which: Which, plan: Plan, name: str = "") -> c.ProcessPicture:
    """A process laid out; `name` where several are shown."""
    made = lay_out(plan, "", "{amount}")
    return c.ProcessPicture(
        which=which,
        name=name,
        unit=str(plan.procedure.term.unit),
        w=made.w,
        h=made.h,
        lane_w=LANE_W,
        lanes=tuple(c.DiagramLane(name=lane.name, y=lane.y, h=lane.h) for lane in made.lanes),
        boxes=tuple(
            c.DiagramBox(
                key=box.key, x=box.x, y=box.y, w=box.w, h=box.h, lines=box.lines, foot=box.foot,
                is_changed=box.is_changed,
            )
            for box in made.boxes
        ),
        arrows=tuple(route(made.box(start), made.box(end)) for start, end in made.arrows),
    )  # fmt: skip
