"""Arabic letters by the form they take between their neighbours: how wide each is in a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_FORMS: Final = ("init", "medi", "fina")
_ALONE: Final = "isol"
_STRETCH: Final = "\u0640"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's widths in em by form; whether it joins the letter before it and the one after it."""

    widths: Mapping[str, float]
    before: bool
    after: bool
    mark: bool


def written(char: str) -> bool:
    """Whether the character is of the Arabic script."""
    return "\u0600" <= char <= "\u077f"


def letters(font: TTFont) -> dict[str, Letter]:
    """The letters of a face, with the substitutions that its tables make for each form."""
    font_any: Any = font
    metrics, em = font_any["hmtx"].metrics, font_any["head"].unitsPerEm
    parts = _substitutions(font, "ccmp")
    forms = {form: _substitutions(font, form) for form in _FORMS}
    out: dict[str, Letter] = {}
    for code, name in font_any.getBestCmap().items():
        if not written(chr(code)):
            continue
        whole = parts.get(name, [name])

        def width(form: str, whole: list[str] = whole) -> float:
            shaped = forms[form].get(whole[0], whole[:1]) if form in forms else whole[:1]
            return float(sum(metrics[glyph][0] for glyph in [*shaped, *whole[1:]]) / em)

        stretch = chr(code) == _STRETCH
        alone = width(_ALONE)
        widths = {form: width(form) for form in (*_FORMS, _ALONE)}
        out[chr(code)] = Letter(
            widths, stretch or whole[0] in forms["fina"], stretch or whole[0] in forms["init"], alone == 0
        )
    return out


def _substitutions(font: TTFont, feature: str) -> dict[str, list[str]]:
    """Which glyphs a glyph is replaced by, where that does not depend on its neighbours."""
    table: Any = font["GSUB"].table
    out: dict[str, list[str]] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != feature:
            continue
        for index in record.Feature.LookupListIndex:
            for part in table.LookupList.Lookup[index].SubTable:
                found = getattr(getattr(part, "ExtSubTable", part), "mapping", {})
                out |= {one: [other] if isinstance(other, str) else list(other) for one, other in found.items()}
    return out


def widths(text: str, known: Mapping[str, Letter], other: Mapping[int, float], foreign: float) -> Iterator[float]:
    """The width of each character of a text, in em."""
    joined = [index for index, char in enumerate(text) if char in known and not known[char].mark]
    follows = {
        joined[i + 1]: joined[i] for i in range(len(joined) - 1) if _touch(text, joined[i], joined[i + 1], known)
    }
    leads = {before: after for after, before in follows.items()}
    for index, char in enumerate(text):
        if char not in known:
            yield other.get(ord(char), foreign)
            continue
        back, on = index in follows and known[char].before, index in leads
        yield known[char].widths[{(1, 1): "medi", (1, 0): "fina", (0, 1): "init"}.get((back, on), _ALONE)]


def _touch(text: str, one: int, other: int, known: Mapping[str, Letter]) -> bool:
    """Whether the later of two letters is joined to the earlier: nothing but marks between, and both let it."""
    between = all(char in known or char == "\u200d" for char in text[one + 1 : other])
    return between and known[text[one]].after and known[text[other]].before
