"""Charts into files: PNG, SVG, PDF and a page that works offline. The only module of the room that touches a disk.

The same chart gives the same bytes. One SVG is made by Vega, and the picture in every format comes from it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import altair as alt

from timeline.charts import fonts, packing, words
from timeline.charts.presets import PRESETS, Preset
from timeline.charts.sheet import NAME
from timeline.errors import ChartError, unknown_name

_VEGA_LITE: Final = "6.4"
# What joins and parts letters and turns lines around is kept; the charts set it themselves, always in pairs.
_MARKS: Final = frozenset("\u200c\u200d\u202b\u202c")
_EXPOSED: Final = "window.vegaEmbed = vegaEmbed;"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart on its way into a file: its specification, its SVG, and what goes along with it."""

    spec: Mapping[str, Any]
    svg: str
    labels: packing.Labels
    preset: Preset


def write(chart: alt.TopLevelMixin, path: str | Path, format: str | None = None, *, record: bool = True) -> Path:
    """Write a chart as png, svg, pdf or html (default: the path's suffix), atomically; gives the path back.

    Alt text and, unless `record` is False, the record go into the file. Raises UsageError for an unknown format and
    ChartError, in one line, when the chart can't be drawn or the file not written.
    """
    target = Path(path)
    name = (format or target.suffix.lstrip(".")).lower()
    if name not in FORMATS:
        raise unknown_name("format", name, FORMATS)
    _save(FORMATS[name](picture(chart, record)), target)
    return target


def render(chart: alt.TopLevelMixin, format: str, *, record: bool = True) -> bytes:
    """The bytes that `write` would put into a file."""
    if format not in FORMATS:
        raise unknown_name("format", format, FORMATS)
    return FORMATS[format](picture(chart, record))


def picture(chart: alt.TopLevelMixin, record: bool) -> Picture:
    """The chart drawn once, for whoever puts it into a document of his own. Raises ChartError when Vega can't."""
    import vl_convert

    fonts.register()
    with alt.data_transformers.enable("default", max_rows=None):
        spec = _scrubbed(chart.to_dict(validate=False))
    _refuse_images(spec)
    try:
        svg = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE, allowed_base_urls=[])
    except ValueError as cause:
        raise ChartError(f"Vega can't draw this chart: {words.clean(cause)[:200]}") from cause
    meta = (spec.get("usermeta") or {}).get(NAME) or {}
    text = str(meta.get("alt") or spec.get("description") or "Chart")
    title = str(meta.get("title") or text[:120])
    labels = packing.Labels(title, text, meta.get("record") or {} if record else {})
    if not record:
        spec = {**spec, "usermeta": {}}
    return Picture(spec, svg, labels, PRESETS.get(str(meta.get("preset")), PRESETS["web"]))


def _scrubbed(value: Any) -> Any:
    """The specification without control characters: one of them would end the whole process in the renderer."""
    if isinstance(value, str):
        return value if value.isprintable() else "".join(c if c.isprintable() or c in _MARKS else " " for c in value)
    if isinstance(value, dict):
        return {str(_scrubbed(key)): _scrubbed(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(entry) for entry in value]
    return value


def _refuse_images(value: Any) -> None:
    """Image marks and data addresses would be fetched while drawing, whatever the renderer is allowed."""
    if isinstance(value, dict):
        mark = value.get("mark")
        if mark == "image" or (isinstance(mark, dict) and mark.get("type") == "image"):
            raise ChartError("a chart with image marks can't be written; nothing is fetched while drawing")
        data = value.get("data")
        if isinstance(data, dict) and "url" in data:
            raise ChartError("a chart with data from an address can't be written; give it a frame instead")
        for key, entry in value.items():
            if key not in ("datasets", "values"):
                _refuse_images(entry)
    elif isinstance(value, list):
        for entry in value:
            _refuse_images(entry)


def _svg(picture: Picture) -> bytes:
    return packing.svg(picture.svg, picture.labels).encode()


def _png(picture: Picture) -> bytes:
    import vl_convert

    scale = picture.preset.scale
    return packing.png(vl_convert.svg_to_png(picture.svg, scale=scale, ppi=72), picture.labels, 96 * scale)


def _pdf(picture: Picture) -> bytes:
    return packing.pdf(picture.svg, picture.labels)


def _html(picture: Picture) -> bytes:
    return packing.html(picture.spec, picture.svg, _javascript(), picture.labels).encode()


@cache
def _javascript() -> str:
    """Vega with all that it needs, as one script: to put it together takes a second."""
    import vl_convert

    script: str = vl_convert.javascript_bundle(_EXPOSED, vl_version=_VEGA_LITE)
    return script


FORMATS: Final[Mapping[str, Callable[[Picture], bytes]]] = {"png": _png, "svg": _svg, "pdf": _pdf, "html": _html}


def _save(data: bytes, target: Path) -> None:
    """Write beside the target, then rename: whoever reads sees the old file or the new one."""
    spare: str | None = None
    try:
        handle, spare = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:80]}.", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(spare, 0o666 & ~_umask())
        os.replace(spare, target)
    except OSError as cause:
        if spare is not None:
            with contextlib.suppress(OSError):
                os.unlink(spare)
        why = (cause.strerror or str(cause)).lower()
        raise ChartError(
            f"can't write {target}: {why}; choose a folder that exists and that you may write to"
        ) from cause


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


__all__ = ["FORMATS", "render", "write"]
