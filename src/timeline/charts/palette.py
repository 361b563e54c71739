"""Colours that stay apart for colour-blind readers, and the arithmetic that proves it.

Contrast after WCAG 2.2; colour-vision deficiency after Machado, Oliveira and Fernandes 2009 (severity 1).
"""

from __future__ import annotations

import math
import re
from typing import Final

WHITE: Final = "#ffffff"
MARK_CONTRAST: Final = 3.0
TEXT_CONTRAST: Final = 4.5

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}\Z")
_SIGHT: Final = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> tuple[float, float, float]:
    """A `#rrggbb` or `#rgb` colour as linear light, each channel 0 to 1."""
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return _lit(red), _lit(green), _lit(blue)


def _lit(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str = WHITE) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def blend(colour: str, share: float, ground: str = WHITE) -> str:
    """`share` of the colour over the ground, as an opaque colour."""
    mixed = []
    for i in (1, 3, 5):
        top, under = int(_long(colour)[i : i + 2], 16), int(_long(ground)[i : i + 2], 16)
        mixed.append(round(under + (top - under) * share))
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])


def readable(colour: str, ratio: float = TEXT_CONTRAST, ground: str = WHITE) -> str:
    """The colour itself, or darkened (on a dark ground lightened) just until it has that contrast on the ground."""
    far = "#000000" if luminance(ground) > 0.18 else WHITE
    share = 1.0
    found = _long(colour)
    while contrast(found, ground) < ratio and share > 0:
        share -= 0.04
        found = blend(_long(colour), max(share, 0.0), far)
    return found


def grey(colour: str) -> str:
    """The grey that is as light as the colour."""
    light = luminance(colour)
    channel = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return "#{0:02x}{0:02x}{0:02x}".format(round(channel * 255))


def is_colour(name: str) -> bool:
    """Whether the text is a hex colour."""
    return _HEX.match(name) is not None


def difference(one: str, other: str, sight: str = "normal") -> float:
    """How far apart two colours look (CIE76 in L*a*b*, 2.3 is just noticeable) to normal, protan, deutan, tritan."""
    first, second = _lab(_seen(one, sight)), _lab(_seen(other, sight))
    return math.dist(first, second)


def _seen(colour: str, sight: str) -> tuple[float, ...]:
    light = linear(colour)
    return tuple(min(1.0, max(0.0, sum(w * v for w, v in zip(row, light, strict=True)))) for row in _SIGHT[sight])


def _lab(light: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = light
    x = _cube((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
    y = _cube(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = _cube((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _cube(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
