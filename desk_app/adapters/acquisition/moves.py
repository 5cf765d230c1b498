"""What officers do to pages, as acts of the tray's history."""

from collections.abc import Sequence

from desk_app.application.scan_ports import PageMove
from scanner.arrangement import (
    Act,
    Arrangement,
    Crop,
    CutCards,
    Order,
    Rehome,
    Remove,
    Restore,
    Turn,
)
from scanner.records import Card

_TURNS = {"left": 270, "right": 90}


def act_of(
    now: Arrangement,
    move: PageMove,
    pages: Sequence[str],
    home: str,
    box: tuple[int, int, int, int] | None,
    cards: Sequence[Card] = (),
) -> Act | None:
    """The act of a move; None when it would change nothing, such as up from the top."""
    ids = tuple(pages)
    match move:
        case "remove":
            return Remove(ids)
        case "restore":
            return Restore(ids)
        case "left" | "right":
            return Turn(ids, _TURNS[move])
        case "rehome":
            return Rehome(ids, home)
        case "whole" | "crop":
            return Crop(ids[0], box if move == "crop" else None)
        case "cards":
            return CutCards(ids[0], tuple(card.corners for card in cards)) if cards else None
        case "up" | "down":
            return _moved(now, ids[0], 1 if move == "down" else -1)


def _moved(now: Arrangement, page: str, by: int) -> Order | None:
    """One place up or down among the pages of the same home."""
    placed = next((p for p in now.pages if p.page == page), None)
    if placed is None:
        return None
    own = [p.page for p in now.at(placed.home)]
    at = own.index(page)
    other = at + by
    if not 0 <= other < len(own):
        return None
    order = [p.page for p in now.pages]
    here, there = order.index(page), order.index(own[other])
    order[here], order[there] = order[there], order[here]
    return Order(tuple(order))
