"""What a person accepted: a claim as it stood then. When it says something else, it is looked at again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from timeline.desk.fields import plain

_SAID: Final = (
    *("kind", "form", "modality", "starts", "ends", "precision", "value", "place", "country", "target", "outcome"),
    *("quantities", "speaker", "carrier", "quote", "doubt"),
)


def fingerprint(row: Mapping[str, Any]) -> str:
    """What a claim (a row with the columns of model.CLAIM_CONTENT) says, in twelve characters."""
    told = json.dumps([plain(row.get(name)) for name in _SAID], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]
