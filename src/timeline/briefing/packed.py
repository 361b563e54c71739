"""What DOCX and PPTX share: templates that are checked, bytes that are the same each time, text that XML can hold."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar
from xml.sax.saxutils import escape

from timeline.errors import TimelineError

RECORD_PART: Final = "/customXml/timeline-record.xml"
RECORD_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
SPACE: Final = "urn:timeline:record"
_TEMPLATES: Final = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": (
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    ),
    b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml": (
        b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    ),
}
_TYPES: Final = "[Content_Types].xml"
_LARGEST: Final = 200 << 20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
Opened = TypeVar("Opened")


def opened(path: Path, open_it: Callable[[io.BytesIO], Opened], what: str) -> Opened:
    """The user's own template, a .dotx or .potx too. Raises TimelineError, in one line, for a file that is none."""
    try:
        data = path.read_bytes()
    except OSError as cause:
        raise TimelineError(f"{path}: can't be read ({(cause.strerror or str(cause)).lower()})") from cause
    try:
        return open_it(io.BytesIO(_as_document(data)))
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, AttributeError, EOFError) as cause:
        raise TimelineError(
            f"{path}: is no {what} template; give a file made by Office or without --template"
        ) from cause


def _as_document(data: bytes) -> bytes:
    """The package with a template's type made that of a document; the library opens nothing else."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
            raise ValueError("too large")
        types = package.read(_TYPES)
        found = next((kind for kind in _TEMPLATES if kind in types), None)
        if found is None:
            return data
        return _rewritten(package, {_TYPES: types.replace(found, _TEMPLATES[found])})


def settled(data: bytes) -> bytes:
    """The package with the times of its entries set to one moment, so that the same content gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return _rewritten(package, {})


def _rewritten(package: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in package.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, changed.get(entry.filename) or package.read(entry))
    return out.getvalue()


def forget_record(relations: Any) -> None:
    """A template may have been a briefing itself: its record is not that of this one."""
    for name, relation in list(relations.items()):
        if not relation.is_external and str(relation.target_part.partname) == RECORD_PART:
            relations.pop(name)


def record_xml(record: Mapping[str, Any]) -> bytes:
    """The record as a custom XML part: Office keeps it and shows it nowhere."""
    told = escape(json.dumps(record, ensure_ascii=True, sort_keys=True))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<record xmlns="{SPACE}">{told}</record>'.encode()
