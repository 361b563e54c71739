"""A briefing in one paragraph: what is certain, every number with who says it, when, and on what basis."""

from __future__ import annotations

from typing import Final

from timeline.briefing import plain
from timeline.briefing.composing import Material

MOST_WORDS: Final = 80


def paragraph(material: Material) -> str:
    """At most 80 words: what failed, if anything did, the findings that fit, and as of when that is known."""
    end = [plain.sentence(plain.clean(material.known))] if material.known else []
    sentences = [plain.sentence(plain.clean(material.state))] if material.alarm else []
    fixed = len(sentences)
    sentences += [plain.sentence(plain.clean(finding.text)) for finding in material.findings]
    if not material.findings:
        sentences.append("Nothing is known of what was asked.")
    # What failed and the first finding go before all; of the rest, as many as fit.
    order = sorted(range(len(sentences)), key=lambda place: (place > fixed, _words(sentences[place]), place))
    kept: list[int] = []
    for place in order:
        if _words(*end, *(sentences[one] for one in kept), sentences[place]) <= MOST_WORDS:
            kept.append(place)
    whole = " ".join([*(sentences[place] for place in sorted(kept)), *end])
    return whole or _cut(sentences[0])


def _cut(sentence: str) -> str:
    return " ".join(sentence.split()[: MOST_WORDS - 1]) + " …"


def _words(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)
