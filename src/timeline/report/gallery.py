"""The gallery: every chart in every preset and theme, drawn from one ledger, on a page to look through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from timeline import charts
from timeline.errors import ChartError
from timeline.report.brief_pictures import narrowed
from timeline.report.drawing import Options, chart
from timeline.report.question import Question

if TYPE_CHECKING:
    from timeline.report.database import Database

_FRAMES: Final = (
    ("timeline", "timeline", "rolling", "kind"),
    ("rolling", "rolling", "rolling", "kind"),
    ("counts", "counts", "rolling", "kind"),
    ("grid-rolling", "grid", "rolling", "kind"),
    ("grid-timeline", "grid", "timeline", "country"),
    ("grid-counts", "grid", "counts", "kind"),
)
_PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gallery</title>
<style>
body {{ font-family: "Source Sans Pro", Arial, sans-serif; margin: 2rem; background: #ececec; color: #1a1a1a; }}
section {{ display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start; }}
figure {{ margin: 0; }}
img {{ display: block; max-width: 100%; box-shadow: 0 1px 4px #0004; }}
</style>
</head>
<body>
<h1>Every chart in every preset and theme</h1>
{sections}
</body>
</html>
"""


class Picture(NamedTuple):
    """One picture of the gallery: its file, what is in it, its alt text."""

    file: str
    name: str
    told: str
    alt: str


def gallery(database: Database, asked: Question, folder: Path, done: Callable[[str], None] = lambda _: None) -> Path:
    """Draw every chart of what is asked in every preset and theme into the folder, with index.html; gives that back.

    `done` is told each file. Raises ChartError, in one line, when the folder can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise ChartError(
            f"can't make {folder}: {(cause.strerror or str(cause)).lower()}; choose another --out"
        ) from cause
    pictures = []
    for picture in _pictures(database, asked, folder):
        pictures.append(picture)
        done(picture.file)
    page = folder / "index.html"
    page.write_text(_page(pictures), encoding="utf-8")
    return page


def _pictures(database: Database, asked: Question, folder: Path) -> Iterator[Picture]:
    for label, name, of, by in _FRAMES:
        # Rolling counts are of one kind, as in a briefing.
        told = narrowed(database, asked) if name == "rolling" else asked
        for preset in charts.PRESETS:
            for theme in charts.THEMES:
                drawn = chart(name, database, told, Options(preset=preset, theme=theme, of=of, by=by))
                file = charts.write(drawn, folder / f"{label}.{preset}.{theme}.png").name
                meta = drawn.to_dict(validate=False)["usermeta"]["timeline"]
                yield Picture(file, label, f"{preset}, {theme}", str(meta["alt"]))


def _page(pictures: list[Picture]) -> str:
    sections = []
    for name in dict.fromkeys(picture.name for picture in pictures):
        figures = "\n".join(
            f'<figure><img loading="lazy" width="420" src="{escape(one.file)}" alt="{escape(one.alt)}">'
            f"<figcaption>{escape(one.told)}</figcaption></figure>"
            for one in pictures
            if one.name == name
        )
        sections.append(f"<h2>{escape(name)}</h2>\n<section>\n{figures}\n</section>")
    return _PAGE.format(sections="\n".join(sections))
