"""Files: what is known of an upload; its bytes are not kept."""

from __future__ import annotations

from ..errors import required
from ..store import Answer, Call, behaviour


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
        "url": f"https://sandbox.invalid/v1/files/{id}/contents",
    }
    return call.world.create("file", fields)
