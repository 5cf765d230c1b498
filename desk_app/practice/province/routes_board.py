"""A read-only page that shows what the province holds and follows it live."""

from importlib import resources

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)


@router.get("/board")
def board() -> HTMLResponse:
    """Give the page; it reads the public feed and nothing else."""
    page = resources.files(__package__ or "").joinpath("board.html").read_text(encoding="utf-8")
    policy = "default-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})
