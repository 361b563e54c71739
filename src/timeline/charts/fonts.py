"""The one typeface of every chart: where it lies, how wide its text is, and the part of it that a file carries along.

Source Sans comes as a package; the renderer is given the very files that are measured here.
"""

from __future__ import annotations

import base64
import io
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

FAMILY: Final = "Source Sans Pro"
STACK: Final = f"{FAMILY}, Arial, sans-serif"
REGULAR: Final = 400
BOLD: Final = 700
_FILES: Final = {REGULAR: "SourceSansPro-Regular.ttf", BOLD: "SourceSansPro-Bold.ttf"}

# Of the em: what a browser takes as the height of a line of this face, and a capital's height.
ASCENT: Final = 0.984
DESCENT: Final = 0.273
CAPITAL: Final = 0.66
LINE: Final = 1.28


def folder() -> Path:
    """The folder of the face's TrueType files."""
    import font_source_sans_pro

    return Path(font_source_sans_pro.__file__).parent / "files"


@cache
def _advances(weight: int) -> dict[int, float]:
    from fontTools.ttLib import TTFont

    with TTFont(folder() / _FILES[weight], lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}


def measure(text: str, size: float, weight: int = REGULAR) -> float:
    """Width of one line in the unit of `size`, without kerning (which only narrows); foreign glyphs are guessed."""
    known = _advances(weight)
    return size * sum(known.get(ord(char)) or _guess(char) for char in text)


def _guess(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    return 1.1 if unicodedata.east_asian_width(char) in "WF" else 0.75


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


def balanced(text: str, width: float, size: float, weight: int = REGULAR, most: int = 2) -> tuple[str, ...]:
    """As `wrap`, with lines of about the same length."""
    lines = wrap(text, width, size, weight, most)
    low, high = width / 2, width
    while len(lines) > 1 and high - low > size:
        middle = (low + high) / 2
        tried = wrap(text, middle, size, weight, most + 1)
        low, high, lines = (
            (low, middle, tried) if len(tried) <= len(lines) and not _cut(tried, lines) else (middle, high, lines)
        )
    return lines


def _cut(tried: tuple[str, ...], lines: tuple[str, ...]) -> bool:
    """Whether the narrower lines lost text."""
    return sum(map(len, tried)) + len(tried) < sum(map(len, lines)) + len(lines)


def _first_line(text: str, width: float, size: float, weight: int) -> tuple[str, str]:
    end = _fitting(text, width, size, weight)
    if end >= len(text):
        return text.strip(), ""
    space = text.rfind(" ", 1, end + 1)
    end = space if space > 0 else max(end, 1)
    return text[:end].strip(), text[end:].strip()


def _fitting(text: str, width: float, size: float, weight: int) -> int:
    """How many characters fit into the width."""
    known, left = _advances(weight), width / size
    for index, char in enumerate(text):
        left -= known.get(ord(char)) or _guess(char)
        if left < 0:
            return index
    return len(text)


def _ellipsis(line: str, width: float, size: float, weight: int) -> str:
    room = width - measure("…", size, weight)
    return line[: _fitting(line, room, size, weight)].rstrip(" ,;:.·") + "…"


@cache
def register() -> None:
    """Give the renderer the face, once a process."""
    import vl_convert

    vl_convert.register_font_directory(str(folder()))


def subset(text: str, weight: int) -> bytes:
    """The glyphs of `text` as a WOFF font; the same text gives the same bytes."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(layout_features=["kern", "mark", "mkmk"], hinting=False, name_IDs=[1, 2], notdef_outline=True)
    font = TTFont(folder() / _FILES[weight], recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=sorted({ord(char) for char in text} | {0x20}))
    cutter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def faces(texts: dict[int, str]) -> str:
    """CSS `@font-face` rules that carry the glyphs of the texts, by weight."""
    rules = []
    for weight, text in sorted(texts.items()):
        data = base64.b64encode(subset(text, weight)).decode("ascii")
        source = f"url(data:font/woff;base64,{data}) format('woff')"
        rules.append(f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};src:{source}}}")
    return "".join(rules)
