"""Verified files: ask, read back."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import FileResponse

from desk_app.practice.province.office import office_of
from desk_app.practice.province.wire import SHA256, problem

router = APIRouter(prefix="/v1/blobs", tags=["blobs"])

STATUS = {"verified": 200, "hashing": 202, "corrupt": 409, "absent": 404}

Digest = Annotated[str, Path(pattern=SHA256)]


@router.head("/{sha256}")
async def blob_standing(request: Request, sha256: Digest) -> Response:
    """200 verified, 202 being hashed, 404 absent, 409 corrupt and thrown away."""
    standing, size = office_of(request).shelf.standing(sha256)
    is_here = standing == "verified"
    headers = {"Content-Length": str(size), "ETag": f'"{sha256}"'} if is_here else {}
    return Response(status_code=STATUS[standing], headers=headers)


@router.get("/{sha256}")
def blob(request: Request, sha256: Digest) -> Response:
    """Give the bytes of a verified file; ranges are answered."""
    shelf = office_of(request).shelf
    row = shelf.describe(sha256)
    if row is None or shelf.standing(sha256)[0] != "verified":
        return problem(404, "blob-absent", sha256=sha256)
    return FileResponse(
        shelf.path(sha256),
        media_type=row["media_type"] or "application/octet-stream",
        headers={"ETag": f'"{sha256}"', "X-Content-Type-Options": "nosniff"},
    )
