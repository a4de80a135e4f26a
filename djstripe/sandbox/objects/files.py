"""Files: what is uploaded, and its bytes."""

from __future__ import annotations

import base64

from ..errors import required
from ..store import Answer, Call, Content, behaviour


@behaviour("POST", "/v1/files")
def create_file(call: Call) -> Answer:
    upload = call.params.get("file")
    if not isinstance(upload, dict):
        raise required("file")
    id = call.world.new_id("file")
    fields = {
        "id": id,
        "filename": upload.get("filename"),
        "purpose": call.params.get("purpose"),
        "size": upload.get("size", 0),
        "title": None,
        "type": str(upload.get("filename") or "").rpartition(".")[2] or None,
        "url": f"{call.world.shelf.state.address}/v1/files/{id}/contents",
    }
    hidden = {"content": upload.get("content", ""), "content_type": upload.get("type")}
    return call.world.create("file", fields, hidden=hidden)


@behaviour("GET", "/v1/files/{file}/contents")
def file_contents(call: Call) -> Answer:
    """The bytes of an upload; a file that was seeded has none."""
    hidden = call.world.get("file", call.id).hidden
    kind = hidden.get("content_type") or "application/octet-stream"
    return Content(base64.b64decode(hidden.get("content", "")), kind)
