"""Each format read back with another library: text stays text, alt text and record are there, bytes are the same."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from materials import HOSTILE, claim, event, hostile, material, ordinary, picture

from timeline import briefing, model
from timeline.briefing import plain
from timeline.briefing.files import FORMATS, Dress
from timeline.briefing.markdown import escaped
from timeline.errors import TimelineError

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
SHOWN = plain.clean(HOSTILE[0])


def _bytes(told: briefing.Material, form: str, dress: Dress | None = None) -> bytes:
    parts = briefing.render(briefing.compose(told), form, dress or Dress())
    return next(iter(parts.values()))


def _package(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_briefing_gives_the_same_bytes(form: str) -> None:
    assert _bytes(ordinary(), form) == _bytes(ordinary(), form)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("told", [ordinary, hostile])
def test_without_a_record_there_is_none(form: str, told: Any) -> None:
    data = _bytes(replace(told(), record={}), form)
    if data.startswith(b"PK"):
        assert not [name for name in _package(data).namelist() if "timeline-record" in name]
    else:
        assert b"timeline-record" not in data


def test_html_holds_no_markup_that_was_said() -> None:
    data = _bytes(hostile(), "html")
    page = lxml_html.fromstring(data)
    scripts = page.xpath("//script")
    assert [(one.get("type"), one.get("id")) for one in scripts] == [("application/json", "timeline-record")]
    assert json.loads(scripts[0].text)["dashes"] == "-->"
    assert not page.xpath("//*[@onerror or @onload or @onclick]")
    assert not page.xpath("//svg | //iframe | //*[local-name()='object']")
    assert all(image.get("src").startswith("data:image/svg+xml") for image in page.xpath("//img"))
    addresses = {link.get("href") for link in page.xpath("//a")}
    assert {one for one in addresses if not one.startswith("#s")} == {"https://ok.example/?a=b&c"}
    assert all("noopener" in link.get("rel") for link in page.xpath("//a[@class='url']"))
    assert SHOWN in page.text_content()
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]")[0].get("content")


def test_html_alt_text() -> None:
    page = lxml_html.fromstring(_bytes(ordinary(), "html"))
    assert [image.get("alt") for image in page.xpath("//img")] == ["Rolling counts. 7 at most."] * 2


def test_html_has_each_chart_for_a_phone_too() -> None:
    drawn = [replace(picture("timeline"), narrow="<svg>narrow</svg>"), picture("rolling")]
    page = lxml_html.fromstring(_bytes(replace(ordinary(), pictures=drawn), "html"))
    for figure in page.xpath("//figure"):
        narrow = figure.xpath("./picture/source[contains(@media, 'max-width') and contains(@media, 'screen')]")
        svgs = [base64.b64decode(one.get("srcset").partition("base64,")[2]) for one in narrow]
        assert svgs == ([] if figure.get("class") == "wide" else [b"<svg>narrow</svg>"])
    assert len(page.xpath("//figure[@class='wide']")) == 1


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_low_chart_shares_the_first_page_with_the_findings(form: str) -> None:
    tall = replace(picture("timeline", alt="Tall one."), width=680.0, height=850.0)
    low = replace(picture("rolling", alt="Low one."), width=680.0, height=400.0)
    for drawn, order in (([tall, low], ["Low one.", "Tall one."]), ([tall], ["Tall one."])):
        data = _bytes(replace(ordinary(), pictures=drawn), form)
        told = _package(data).read("word/document.xml") if form == "docx" else data
        seen = re.findall(r'(?:alt|descr)="(\w+ one\.)"', told.decode())
        assert list(dict.fromkeys(seen)) == order


def test_pdf_text_alt_text_record_and_no_date() -> None:
    data = _bytes(hostile(), "pdf")
    pdf = pypdf.PdfReader(io.BytesIO(data))
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in pdf.pages))
    assert '#eval("panic()")' in text
    assert "<script>alert(1)</script>" in text
    assert json.loads(pdf.attachments["timeline-record.json"][0])["dashes"] == "-->"
    assert "/CreationDate" not in (pdf.metadata or {})
    described = [value for value in _alts(pdf) if value]
    assert described == [hostile().pictures[0].alt]
    links = [note.get_object()["/A"].get("/URI", "") for page in pdf.pages for note in page.get("/Annots", [])]
    assert {link for link in links if link} == {"https://ok.example/?a=b&c"}


def test_pdf_sets_a_table_below_its_own_tall_chart_and_between_no_others() -> None:
    tall = replace(picture("timeline", alt="Events."), width=680.0, height=850.0)
    numbers = replace(picture("counts", alt="Numbers."), width=680.0, height=850.0)
    figures = [replace(ordinary().figures[0], where=f"Town {n}") for n in range(20)]
    low = replace(picture("rolling", alt="Counts."), width=680.0, height=440.0)
    findings = list(ordinary().findings) * 9
    told = replace(ordinary(), findings=findings, pictures=[tall, low, numbers], figures=figures)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(_bytes(told, "pdf"))).pages]
    rows = [place for place, text in enumerate(pages) if "Town " in text]
    headings = ("Rolling counts", "Timeline", "Reported numbers")
    assert [next(place for place, text in enumerate(pages) if name in text) for name in headings] == [0, 1, 2]
    assert rows[0] >= 2
    assert rows == list(range(rows[0], rows[-1] + 1))
    assert len(rows) <= 2


def _alts(pdf: pypdf.PdfReader) -> list[str]:
    return [str(one["/Alt"]) for one in map(pdf.get_object, range(1, pdf.trailer["/Size"])) if _has_alt(one)]


def _has_alt(one: object) -> bool:
    return isinstance(one, pypdf.generic.DictionaryObject) and "/Alt" in one


def test_docx_text_alt_text_links_and_record() -> None:
    package = _package(_bytes(hostile(), "docx"))
    document = etree.fromstring(package.read("word/document.xml"))
    text = "".join(document.itertext())
    assert all(plain.clean(one, 200) in text for one in HOSTILE)
    alts = [one.get("descr") for one in document.iterfind(".//wp:docPr", NAMES)]
    assert alts == [hostile().pictures[0].alt]
    related = etree.fromstring(package.read("word/_rels/document.xml.rels"))
    outside = {one.get("Target") for one in related if one.get("TargetMode") == "External"}
    assert outside == {"https://ok.example/?a=b&c"}
    assert _record(package)["dashes"] == "-->"
    styles = [one.get(f"{{{NAMES['w']}}}val") for one in document.iterfind(".//w:pStyle", NAMES)]
    assert {"Title", "Heading1", "ListBullet"} <= set(styles)


def test_pptx_titles_text_tables_alt_text_and_record() -> None:
    package = _package(_bytes(ordinary(), "pptx"))
    slides = sorted(name for name in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name))
    trees = [etree.fromstring(package.read(name)) for name in slides]
    pictures = [one for tree in trees for one in tree.iterfind(".//p:pic/p:nvPicPr/p:cNvPr", NAMES)]
    assert [one.get("descr") for one in pictures] == ["Rolling counts. 7 at most."] * 2
    assert max(len(tree.findall(".//p:pic", NAMES)) for tree in trees) == 1
    assert all(tree.findall(".//p:nvPr/p:ph[@type]", NAMES) for tree in trees), "each slide has a native title"
    assert sum(len(tree.findall(".//a:tbl", NAMES)) for tree in trees) == 2
    assert _record(package)["brief"] == "morning"


def test_pptx_leaves_no_slide_with_a_row_or_two_of_a_table() -> None:
    figures = [replace(ordinary().figures[0], where=f"Town {n}") for n in range(13)]
    package = _package(_bytes(replace(ordinary(), figures=figures), "pptx"))
    names = [name for name in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    tables = [table for name in names for table in etree.fromstring(package.read(name)).iterfind(".//a:tbl", NAMES)]
    rows = [["".join(row.itertext()) for row in table.iterfind("a:tr", NAMES)] for table in tables]
    assert sorted(sum("Town " in row for row in one) for one in rows if any("Town " in row for row in one)) == [6, 7]


def test_pptx_keeps_hostile_text_as_text() -> None:
    package = _package(_bytes(hostile(), "pptx"))
    text = "".join(
        "".join(etree.fromstring(package.read(name)).itertext())
        for name in package.namelist()
        if name.startswith("ppt/slides/slide")
    )
    assert all(plain.clean(one, 200) in text for one in HOSTILE)


def _record(package: zipfile.ZipFile) -> dict[str, Any]:
    text = etree.fromstring(package.read("customXml/timeline-record.xml")).text
    assert text is not None
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_one_slide() -> None:
    package = _package(_bytes(ordinary(), "slide"))
    assert len([name for name in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]) == 1
    slide = etree.fromstring(package.read("ppt/slides/slide1.xml"))
    assert "Seven at most" in "".join(slide.itertext())
    assert slide.find(".//p:pic", NAMES) is not None
    notes = "".join(etree.fromstring(package.read("ppt/notesSlides/notesSlide1.xml")).itertext())
    assert "At least six protests. [1, 2]" in notes
    assert "https://paper.example/4" in notes


def test_markdown_holds_no_markup_that_was_said() -> None:
    parts = briefing.render(briefing.compose(hostile()), "md", name="m")
    assert list(parts) == ["m.md", "m-pictures/1-rolling.svg"]
    text = parts["m.md"].decode()
    body, _, comment = text.rpartition("<!-- timeline-record ")
    assert json.loads(comment.removesuffix(" -->\n"))["dashes"] == "-->"
    shown = lxml_html.fromstring(MarkdownIt("commonmark", {"html": True}).enable("table").render(body))
    assert not shown.xpath("//script | //svg | //style | //em | //code")
    assert [image.get("src") for image in shown.xpath("//img")] == ["m-pictures/1-rolling.svg"]
    assert {link.get("href").split("?")[0] for link in shown.xpath("//a")} == {"https://ok.example/"}
    assert SHOWN in shown.text_content()


@given(st.text(max_size=80))
def test_escaped_markdown_shows_what_it_was(text: str) -> None:
    line = plain.clean(text)
    shown = lxml_html.fromstring(f"<div>{MarkdownIt().enable('table').render('- ' + escaped(line))}</div>")
    assert shown.text_content().split() == line.split()
    assert {node.tag for node in shown.iter()} <= {"div", "ul", "li"}


def test_the_page_runs_only_its_own_script() -> None:
    data = briefing.explorer(hostile(), {"Protest": ("#b5488c", "#b5488c")}).decode()
    page = lxml_html.fromstring(data)
    policy = page.xpath("//meta[@http-equiv]")[0].get("content")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    scripts = page.xpath("//script")
    assert [one.get("type") for one in scripts] == ["application/json", "application/json", None]
    digest = base64.b64encode(hashlib.sha256(scripts[2].text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    told = json.loads(scripts[1].text)
    assert len(told["events"]) == len(HOSTILE)
    addresses = [one.get("url") for event in told["events"] for one in event["claims"]]
    assert set(addresses) == {None, "https://ok.example/?a=b&c"}
    assert not re.search(r"""\b(?:src|href)=["']?https?:""", data)


def test_the_page_tells_numbers_in_words_and_names_nobody_twice() -> None:
    number = dict.fromkeys(model.QUANTITY_FIELDS) | {"measure": "border_crossings", "direction": "in", "basis": "flow"}
    number |= {"value": 263.0, "unit": "persons", "who": "Russian citizens"}
    claims = [claim(0, 0, carrier="Regnum", publisher="Regnum", quantities=[number]), claim(1, 0, carrier="TASS")]
    data = briefing.explorer(material([event(0)], claims), {"Protest": ("#b5488c", "#b5488c")})
    told = json.loads(lxml_html.fromstring(data).get_element_by_id("timeline-data").text)
    first, second = told["events"][0]["claims"]
    assert first["figures"] == "Border crossings inbound: 263 persons (Russian citizens; in that time)"
    assert "carrier" not in first
    assert second["carrier"] == "TASS"


def test_a_template_of_the_users_own(tmp_path: Path) -> None:
    import docx
    import pptx

    own = docx.Document()
    own.add_paragraph("an old text")
    own.sections[0].header.paragraphs[0].text = "House of Data"
    own.save(str(tmp_path / "own.docx"))
    package = _package(_bytes(ordinary(), "docx", Dress(template=tmp_path / "own.docx")))
    assert b"an old text" not in package.read("word/document.xml")
    assert any(b"House of Data" in package.read(name) for name in package.namelist() if "header" in name)

    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "an old slide"
    deck.slide_master.name = "House"
    deck.save(str(tmp_path / "own.pptx"))
    package = _package(_bytes(ordinary(), "pptx", Dress(template=tmp_path / "own.pptx")))
    assert not any(b"an old slide" in package.read(name) for name in package.namelist())
    assert b'cx="9144000"' in package.read("ppt/presentation.xml"), "the template's own size"


@pytest.mark.parametrize(("form", "plain_type"), [("docx", b"document"), ("pptx", b"presentation")])
def test_a_template_of_offices_own_type(form: str, plain_type: bytes, tmp_path: Path) -> None:
    data = _bytes(ordinary(), form)
    path = tmp_path / f"own.{form[:3]}x"
    with _package(data) as package, zipfile.ZipFile(path, "w") as target:
        for name in package.namelist():
            body = package.read(name)
            if name == "[Content_Types].xml":
                body = body.replace(b"ml." + plain_type + b".main+xml", b"ml.template.main+xml")
            target.writestr(name, body)
    assert _bytes(ordinary(), form, Dress(template=path)).startswith(b"PK")


@pytest.mark.parametrize("form", ["docx", "pptx"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not really", b"%PDF-1.7", None, "other"])
def test_a_template_that_is_none(form: str, data: bytes | str | None, tmp_path: Path) -> None:
    path = tmp_path / f"own.{form}"
    if data == "other":
        data = _bytes(ordinary(), "pptx" if form == "docx" else "docx")
    if isinstance(data, bytes):
        path.write_bytes(data)
    with pytest.raises(TimelineError) as told:
        _bytes(ordinary(), form, Dress(template=path))
    assert str(path) in str(told.value)
    assert "\n" not in str(told.value)


def test_an_unwritable_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TimelineError, match="--out"):
        briefing.write({"a.html": b"x"}, tmp_path / "file")
