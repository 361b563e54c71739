"""The typefaces of every chart: where they lie, how wide their text is, and the part that a file carries along.

Source Sans comes as a package. A line with Arabic letters is drawn in the face that comes with this one and has the
same Latin and Cyrillic letters, for a renderer would else take some other face of the machine for the whole line. The
renderer is given the very files that are measured here.
"""

from __future__ import annotations

import base64
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from timeline.charts import arabic

FAMILY: Final = "Source Sans Pro"
ARABIC: Final = "Timeline Sans"
STACK: Final = f"{FAMILY}, Arial, sans-serif"
REGULAR: Final = 400
BOLD: Final = 700
_STYLES: Final = {REGULAR: "Regular", BOLD: "Bold"}
_YEAR: Final = re.compile(r"[12]\d{3}\b")
_KEPT: Final = ["kern", "mark", "mkmk", "ccmp", "locl", "rlig", "init", "medi", "fina"]
_UNSEEN: Final = "\u200c\u200d\u202b\u202c"
# Letters that change with their neighbours in ways not looked up here may be a little wider.
_SHAPED: Final = 1.025
_UNKNOWN: Final = 0.75
_FOREIGN: Final = 1.22
_RIGHT_TO_LEFT: Final = ("R", "AL")

# Of the em: what a browser takes as the height of a line of this face, and a capital's height.
ASCENT: Final = 0.984
DESCENT: Final = 0.273
CAPITAL: Final = 0.66
LINE: Final = 1.28


def folders() -> list[Path]:
    """The folders of the TrueType files."""
    import font_source_sans_pro

    return [Path(font_source_sans_pro.__file__).parent / "files", Path(__file__).parent / "faces"]


def files(weight: int) -> dict[str, Path]:
    """The file of each family."""
    latin, arabic = folders()
    style = _STYLES[weight]
    return {FAMILY: latin / f"SourceSansPro-{style}.ttf", ARABIC: arabic / f"TimelineSans-{style}.ttf"}


@cache
def _advances(weight: int) -> dict[int, float]:
    """The width of each character in em."""
    from fontTools.ttLib import TTFont

    found = dict.fromkeys(map(ord, _UNSEEN), 0.0)
    for path in files(weight).values():
        with TTFont(path, lazy=True) as font:
            metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
            found = {code: metrics[name][0] / em for code, name in font.getBestCmap().items()} | found
    return found


@cache
def _letters(weight: int) -> dict[str, arabic.Letter]:
    from fontTools.ttLib import TTFont

    with TTFont(files(weight)[ARABIC], lazy=True) as font:
        return arabic.letters(font)


@lru_cache(maxsize=16384)
def measure(text: str, size: float, weight: int = REGULAR) -> float:
    """Width of one line in the unit of `size`, without kerning (which only narrows); foreign glyphs are guessed."""
    return size * sum(_widths(text, weight)) * _margin(text, weight)


def _margin(text: str, weight: int) -> float:
    """How much wider a line may turn out than its letters: more than 1 for scripts that are not looked up in full."""
    if text.isascii():
        return 1.0
    # Where a glyph is missing the renderer may take another face of the machine, a wider one, for the whole line.
    known = _advances(weight)
    foreign = _FOREIGN if any(ord(char) not in known for char in text) else 1.0
    return foreign * (_SHAPED if any(map(arabic.written, text)) else 1.0)


def _widths(text: str, weight: int) -> Iterable[float]:
    """The width of each character in em, Arabic letters in the form they have there."""
    known = _advances(weight)
    if text.isascii() or not any(map(arabic.written, text)):
        return (_width(known, char) for char in text)
    return arabic.widths(text, _letters(weight), known, _UNKNOWN)


def _width(known: dict[int, float], char: str) -> float:
    width = known.get(ord(char))
    return _guess(char) if width is None else width


def _guess(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0.0
    return 1.1 if unicodedata.east_asian_width(char) in "WF" else _UNKNOWN


def wrap(text: str, width: float, size: float, weight: int = REGULAR, most: int = 2) -> tuple[str, ...]:
    """Lines no wider than `width`, at most `most`; what is left over ends in an ellipsis, an endless word is broken."""
    lines: list[str] = []
    rest = text[: int(12 * most * max(width, size) / size)]
    cut = len(rest) < len(text)
    while rest and len(lines) < most:
        line, rest = _first_line(rest, width, size, weight)
        lines.append(line)
    if lines and (rest or cut):
        lines[-1] = _ellipsis(lines[-1], width, size, weight)
    return tuple(lines)


@lru_cache(maxsize=2048)
def balanced(text: str, width: float, size: float, weight: int = REGULAR, most: int = 2) -> tuple[str, ...]:
    """As `wrap`, with lines of about the same length."""
    lines = wrap(text, width, size, weight, most)
    low, high = width / 2, width
    while len(lines) > 1 and high - low > size:
        middle = (low + high) / 2
        tried = wrap(text, middle, size, weight, most + 1)
        # Narrower lines may neither lose text nor break a word.
        same = len(tried) <= len(lines) and " ".join(tried) == " ".join(lines)
        low, high, lines = (low, middle, tried) if same else (middle, high, lines)
    return lines


def _first_line(text: str, width: float, size: float, weight: int) -> tuple[str, str]:
    end = _fitting(text, width, size, weight)
    if end >= len(text):
        return text.strip(), ""
    space = _breaking(text, end)
    end = space if space > 0 else max(end, 1)
    return text[:end].strip(), text[end:].strip()


def _breaking(text: str, end: int) -> int:
    """The last space before `end` that may end a line: not the one between a number and what it counts, or its month,
    nor the one before a year, unless there is no other in the second half of the line.
    """
    last = space = text.rfind(" ", 1, end + 1)
    while space > end / 2:
        before = text.rfind(" ", 0, space)
        end_of = text[before + 1 : space].strip(",;(–").rpartition("–")[2]
        if not end_of.isdigit() and not _YEAR.match(text, space + 1):
            return space
        space = before
    return last


def _fitting(text: str, width: float, size: float, weight: int) -> int:
    """How many characters fit into the width."""
    left = width / size / _margin(text, weight)
    for index, wide in enumerate(_widths(text, weight)):
        left -= wide
        if left < 0:
            return index
    return len(text)


def _ellipsis(line: str, width: float, size: float, weight: int) -> str:
    room = width - measure("…", size, weight)
    kept = line[: _fitting(line, room, size, weight)]
    # A letter at a cut may take a wider form there than it had inside its word.
    while kept and measure(kept, size, weight) > room:
        kept = kept[:-1]
    # The rest of a word, and of a number above all, would be taken for another one.
    if line[len(kept) :][:1].strip() and " " in kept.strip():
        kept = kept[: kept.rindex(" ")]
    return kept.rstrip(" ,;:.·(–-") + "…"


def directed(text: str) -> str:
    """A line that begins from right to left, marked so that its words, its stops and its numbers stand in order."""
    return f"\u202b{text}\u202c" if _rightwards(text) else text


def _rightwards(text: str) -> bool:
    if text.isascii():
        return False
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in strong if kind in ("L", *_RIGHT_TO_LEFT)), "L") in _RIGHT_TO_LEFT


def stack(text: str) -> str:
    """The families for a text, the first one with all of its letters."""
    return f"{ARABIC}, {STACK}" if any(map(arabic.written, text)) else STACK


@cache
def register() -> None:
    """Give the renderer the faces, once a process."""
    import vl_convert

    for folder in folders():
        vl_convert.register_font_directory(str(folder))


def subset(text: str, path: Path) -> bytes:
    """The glyphs of `text` as a WOFF font; the same text gives the same bytes."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(layout_features=_KEPT, hinting=False, name_IDs=[1, 2], notdef_outline=True)
    font: Any = TTFont(path, recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=sorted({ord(char) for char in text} | {0x20}))
    cutter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def faces(texts: Mapping[tuple[str, int], str]) -> str:
    """CSS `@font-face` rules that carry the glyphs of the texts, by family and weight."""
    rules = []
    for (family, weight), text in sorted(texts.items()):
        data = base64.b64encode(subset(text, files(weight)[family])).decode("ascii")
        source = f"url(data:font/woff;base64,{data}) format('woff')"
        rules.append(f"@font-face{{font-family:'{family}';font-weight:{weight};src:{source}}}")
    return "".join(rules)
