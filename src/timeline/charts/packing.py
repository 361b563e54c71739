"""What each format carries beside the picture: alt text, title, record and typeface. Bytes in, bytes out."""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Final

from timeline.charts import fonts

RECORD: Final = "timeline-record"
_TEXT = re.compile(r"<text\b([^>]*)>(.*?)</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Labels:
    """Title, alt text and record of a picture."""

    title: str
    alt: str
    record: Mapping[str, Any]

    @property
    def json(self) -> str:
        """The record as one line of JSON with its keys in order."""
        return json.dumps(self.record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _by_face(svg: str) -> dict[tuple[str, int], str]:
    """The characters that a picture draws, by family and weight of type."""
    used: dict[tuple[str, int], set[str]] = defaultdict(set)
    for attributes, inner in _TEXT.findall(svg):
        weight = fonts.BOLD if re.search(r'font-weight="(?:bold|[6-9]00)"', attributes) else fonts.REGULAR
        family = fonts.ARABIC if f'"{fonts.ARABIC},' in attributes else fonts.FAMILY
        used[family, weight].update(unescape(_TAG.sub("", inner)))
    return {face: "".join(sorted(chars)) for face, chars in used.items()}


def svg(picture: str, labels: Labels) -> str:
    """The SVG with title, description, role, the glyphs it needs, and the record as metadata."""
    opening = re.match(r"<svg\b([^>]*)>", picture)
    assert opening is not None, "the renderer gave no SVG"
    name = escape(labels.title)
    head = f'<svg{opening[1]} role="img" aria-label="{name}" aria-describedby="timeline-desc">'
    head += f'<title>{name}</title><desc id="timeline-desc">{escape(labels.alt)}</desc>'
    if labels.record:
        head += f'<metadata id="{RECORD}">{escape(labels.json, quote=False)}</metadata>'
    head += f"<style>{fonts.faces(_by_face(picture))}</style>"
    return head + picture[opening.end() :]


def png(data: bytes, labels: Labels, dpi: float) -> bytes:
    """The PNG, packed tighter, with its resolution, and title, description and record as international text."""
    metre = round(dpi / 0.0254)
    chunks = [_chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1))]
    chunks += [_text("Title", labels.title), _text("Description", labels.alt)]
    if labels.record:
        chunks.append(_text(RECORD, labels.json))
    parts = _chunks(data)
    pixels = zlib.compress(zlib.decompress(b"".join(body for kind, body in parts if kind == b"IDAT")), 6)
    kept = [_chunk(kind, body) for kind, body in parts[1:] if kind not in (b"IDAT", b"pHYs", b"IEND")]
    return b"".join([data[:8], _chunk(*parts[0]), *chunks, *kept, _chunk(b"IDAT", pixels), _chunk(b"IEND", b"")])


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG: kind and body."""
    out, at = [], 8
    while at < len(data):
        size = struct.unpack(">I", data[at : at + 4])[0]
        out.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += size + 12
    return out


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _text(keyword: str, text: str) -> bytes:
    return _chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode())


_PAGE: Final = """\
#set document(title: sys.inputs.title, date: none)
#set page(width: eval(sys.inputs.width), height: eval(sys.inputs.height), margin: 0pt)
#set text(lang: "en")
#if sys.inputs.record != "{}" {
  pdf.attach("timeline-record.json", bytes(sys.inputs.record), mime-type: "application/json", relationship: "data")
}
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, alt: sys.inputs.alt)
"""


def pdf(picture: str, labels: Labels) -> bytes:
    """One page of the picture's size, tagged, with alt text; the record is attached."""
    import typst

    width, height = _dimensions(picture)
    inputs = {
        "title": labels.title,
        "alt": labels.alt,
        "record": labels.json,
        "svg": picture,
        "width": f"{width * 0.75}pt",
        "height": f"{height * 0.75}pt",
    }
    return typst.compile(_PAGE.encode(), format="pdf", sys_inputs=inputs, font_paths=_font_paths())


def _font_paths() -> Any:
    """The package's stubs ask for a list that is both wider and narrower than what it takes."""
    return [str(folder) for folder in fonts.folders()]


def _dimensions(picture: str) -> tuple[float, float]:
    found = _SIZE.search(picture)
    assert found is not None, "the renderer gave an SVG without size"
    return float(found[1]), float(found[2])


_HTML: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{alt}">
<title>{title}</title>
<style>
{faces}
body {{ margin: 0; background: {ground}; font-family: {stack}; }}
figure {{ margin: 0 auto; max-width: {width}px; }}
figure svg {{ display: block; width: 100%; height: auto; }}
#vg-tooltip-element {{ font-family: {stack}; }}
</style>
{record}</head>
<body>
<figure id="chart" role="img" aria-label="{alt}">{picture}</figure>
<script>{bundle}</script>
<script type="application/json" id="chart-specification">{spec}</script>
<script>
const specification = JSON.parse(document.getElementById("chart-specification").textContent);
const holder = document.createElement("div");
const loader = {{ load: () => Promise.reject("offline") }};
vegaEmbed(holder, specification, {{ renderer: "svg", actions: false, loader }})
  .then(() => document.getElementById("chart").replaceChildren(holder));
</script>
</body>
</html>
"""


def html(spec: Mapping[str, Any], picture: str, bundle: str, labels: Labels) -> str:
    """A page that needs nothing else: the drawn picture, which Vega replaces by the same one with tooltips."""
    width, _ = _dimensions(picture)
    record = f'<script type="application/json" id="{RECORD}">{_inert(labels.json)}</script>\n' if labels.record else ""
    return _HTML.format(
        alt=escape(labels.alt),
        title=escape(labels.title),
        faces=fonts.faces(_by_face(picture)),
        stack=fonts.STACK,
        ground=escape(str(spec.get("background") or "#ffffff")),
        width=f"{width:g}",
        record=record,
        picture=picture,
        bundle=bundle.replace("</script", "<\\/script").replace("<!--", "<\\!--"),
        spec=_inert(json.dumps(spec, ensure_ascii=False, separators=(",", ":"))),
    )


def _inert(text: str) -> str:
    """JSON that can stand in a script element: no markup can begin in it."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
