"""Every format carries picture, alt text and record, gives the same bytes again, and runs nothing."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import altair as alt
import polars as pl
import pytest
from chart_samples import events, kinds, reported, rolling
from drawn import meta
from lxml import etree

from timeline import charts
from timeline.charts import palette
from timeline.errors import ChartError, UsageError

FORMATS = sorted(charts.FORMATS)
HOSTILE = "</script><script>alert('x')</script> <b>&amp;"


@pytest.fixture(scope="module")
def chart() -> alt.LayerChart:
    return charts.timeline(
        events(), kinds=kinds(), context=charts.ChartContext(title=f"Attacks {HOSTILE}", as_of="7 Oct")
    )


@pytest.fixture(scope="module")
def rendered(chart: alt.LayerChart) -> Callable[[str], bytes]:
    """The chart in a format, drawn once."""
    return cache(lambda name: charts.render(chart, name))


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    out, at = [], 8
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + body)
        out.append((kind, body))
        at += size + 12
    return out


def _texts(data: bytes) -> dict[str, str]:
    found = [body.split(b"\0\0\0\0\0", 1) for kind, body in _chunks(data) if kind == b"iTXt"]
    return {key.decode(): text.decode() for key, text in found}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_chart_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    one = charts.write(charts.rolling(rolling()), tmp_path / f"one.{name}")
    other = charts.write(charts.rolling(rolling()), tmp_path / "other", name)
    assert one.read_bytes() == other.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from timeline import charts; from chart_samples import rolling\n"
        "import hashlib\n"
        "for name in ('png', 'svg', 'pdf', 'html'):\n"
        "    print(hashlib.sha256(charts.render(charts.rolling(rolling()), name)).hexdigest())\n"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    mine = [charts.render(charts.rolling(rolling()), name) for name in ("png", "svg", "pdf", "html")]
    assert other == [hashlib.sha256(data).hexdigest() for data in mine]


def test_png(chart: alt.LayerChart, rendered: Callable[[str], bytes]) -> None:
    data = rendered("png")
    kinds_of = [kind for kind, _ in _chunks(data)]
    assert (kinds_of[0], kinds_of[-1]) == (b"IHDR", b"IEND")
    width, height = struct.unpack(">II", dict(_chunks(data))[b"IHDR"][:8])
    assert width / 300 * 25.4 == pytest.approx(180, abs=0.2)
    assert len(zlib.decompress(dict(_chunks(data))[b"IDAT"])) == height * (width * 4 + 1)
    assert _texts(data)["Description"] == meta(chart)["alt"]
    assert json.loads(_texts(data)["timeline-record"]) == meta(chart)["record"]
    assert struct.unpack(">IIB", dict(_chunks(data))[b"pHYs"]) == (11811, 11811, 1)


@pytest.mark.parametrize(("preset", "size"), [("slide", (1920, 1080)), ("web", (1280, 900)), ("square", (1080, 1080))])
def test_a_screen_preset_has_its_pixels(preset: str, size: tuple[int, int]) -> None:
    data = charts.render(charts.rolling(rolling(), context=charts.ChartContext(preset=preset)), "png")
    assert struct.unpack(">II", data[16:24]) == size


def test_svg(chart: alt.LayerChart, rendered: Callable[[str], bytes]) -> None:
    text = rendered("svg").decode()
    root = etree.fromstring(text.encode())
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{space}title") == meta(chart)["title"]
    assert root.findtext(f"{space}desc") == meta(chart)["alt"]
    assert json.loads(root.findtext(f"{space}metadata") or "") == meta(chart)["record"]
    assert text.count("@font-face") == 2
    assert "<script" not in text
    assert not re.search(r'(?:href|src)="http', text)
    assert len(text) < 80_000


def test_pdf(rendered: Callable[[str], bytes]) -> None:
    data = rendered("pdf")
    assert data.startswith(b"%PDF")
    assert b"/Alt" in data or b"/StructTreeRoot" in data
    assert b"timeline-record.json" in data
    assert b"/CreationDate" not in data


def test_html_is_self_contained_and_runs_nothing_of_the_data(rendered: Callable[[str], bytes]) -> None:
    text = rendered("html").decode()
    assert text.count("<script") == 4
    assert text.count("</script>") == 4
    assert "alert('x')</script>" not in text
    ours = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=", ours)
    spec = re.search(r'id="chart-specification">(.*?)</script>', text, re.DOTALL)
    assert spec is not None
    assert json.loads(spec[1])["usermeta"]["timeline"]["title"].startswith("Attacks </script>")


@pytest.mark.parametrize("name", FORMATS)
def test_without_record(name: str, chart: alt.LayerChart, rendered: Callable[[str], bytes]) -> None:
    assert b"versions" in rendered(name) or name == "pdf"
    data = charts.render(chart, name, record=False)
    assert b"timeline-record" not in data
    assert b'"versions"' not in data


def test_an_unknown_format_names_the_known(chart: alt.LayerChart, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format named 'bmp'; there are: png, svg, pdf, html"):
        charts.write(chart, tmp_path / "x.bmp")
    with pytest.raises(UsageError, match="no format named ''"):
        charts.write(chart, tmp_path / "x")


@pytest.mark.parametrize("preset", sorted(charts.PRESETS))
def test_no_text_is_smaller_than_8_points_where_it_is_printed(preset: str) -> None:
    context = charts.ChartContext(preset=preset)
    drawn = (
        charts.timeline(events(), kinds=kinds(), context=context),
        charts.rolling(rolling(), context=context),
        charts.counts(reported(), context=context),
        charts.grid(events(), kinds=kinds(), context=context),
    )
    for chart in drawn:
        spec = chart.to_dict(validate=False)
        sizes = [layer["mark"]["fontSize"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
        title = spec.get("title") or {"fontSize": 99, "subtitleFontSize": 99}
        # A CSS pixel is three quarters of a point.
        assert min([*sizes, title["fontSize"], title["subtitleFontSize"]]) * 0.75 >= 8 - 1e-3


@pytest.mark.parametrize("look", sorted(charts.THEMES))
def test_a_theme_colours_the_ground_and_all_text_can_be_read_on_it(look: str) -> None:
    theme = charts.THEMES[look]
    for chart in (
        charts.timeline(events(), kinds=kinds(), context=charts.ChartContext(theme=look)),
        charts.rolling(rolling(), context=charts.ChartContext(theme=look)),
        charts.counts(reported(), context=charts.ChartContext(theme=look)),
    ):
        spec = chart.to_dict(validate=False)
        assert spec["background"] == theme.ground
        texts = [layer["data"]["name"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
        colours = {row["colour"] for name in texts for row in spec["datasets"][name]}
        assert min(palette.contrast(colour, theme.ground) for colour in colours) >= palette.TEXT_CONTRAST


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    chart = alt.Chart(pl.DataFrame({"x": [1]})).mark_point().encode(x="x")
    (tmp_path / "file").write_text("")
    for target in (tmp_path / "missing" / "x.svg", tmp_path / "file" / "x.svg"):
        with pytest.raises(ChartError) as caught:
            charts.write(chart, target)
        assert str(target) in str(caught.value)
        assert "\n" not in str(caught.value)
    (tmp_path / "folder.svg").mkdir()
    with pytest.raises(ChartError):
        charts.write(chart, tmp_path / "folder.svg")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.svg"]


def test_nothing_is_fetched(tmp_path: Path) -> None:
    row = pl.DataFrame({"url": ["http://127.0.0.1:9/x.png"]})
    with pytest.raises(ChartError, match="image marks"):
        charts.write(alt.Chart(row).mark_image().encode(url="url"), tmp_path / "x.svg")
    with pytest.raises(ChartError, match="data from an address"):
        charts.write(alt.Chart("http://127.0.0.1:9/x.csv").mark_point(), tmp_path / "x.svg")


def test_a_chart_changed_by_its_user_is_written_whole(tmp_path: Path) -> None:
    rows = pl.DataFrame({"x": range(6000), "y": range(6000), "t": ["a\x07b"] * 6000})
    chart = alt.Chart(rows).mark_point().encode(x="x", y="y").properties(title="bell \x07 and null \x00")
    assert charts.write(chart, tmp_path / "x.svg").stat().st_size > 100_000


def test_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, timeline.charts; print(sorted({'altair', 'vl_convert', 'polars', 'fontTools'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
