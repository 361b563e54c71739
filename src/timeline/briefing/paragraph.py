"""A briefing in one paragraph: what is certain, every number with who says it, when, and on what basis."""

from __future__ import annotations

from typing import Final

from timeline.briefing import plain
from timeline.briefing.composing import Material

MOST_WORDS: Final = 80


def paragraph(material: Material) -> str:
    """At most 80 words: what failed, if anything did, the findings that fit, and as of when that is known."""
    told = [plain.sentence(plain.clean(material.state))] if material.alarm else []
    end = plain.sentence(plain.clean(material.known)) if material.known else ""
    room = MOST_WORDS - _words(end)
    for finding in material.findings:
        sentence = plain.sentence(plain.clean(finding.text))
        if _words(*told, sentence) <= room:
            told.append(sentence)
    if not material.findings:
        told.append("Nothing is known of what was asked.")
    whole = " ".join((*told, end)).split()
    return " ".join(whole) if len(whole) <= MOST_WORDS else " ".join(whole[: MOST_WORDS - 1]) + " …"


def _words(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)
