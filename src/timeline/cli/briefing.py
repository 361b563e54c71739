"""The work of `timeline brief`: from what was typed and configured to files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from timeline import briefing, dates, report
from timeline.cli.options import Asked
from timeline.errors import UsageError
from timeline.report import brief as briefs
from timeline.report.brief_issued import issue, last_issued
from timeline.report.brief_page import page
from timeline.report.brief_pictures import Drawn, dress, dressed
from timeline.report.database import Database
from timeline.report.question import Question

if TYPE_CHECKING:
    from timeline.briefing.composing import Material
    from timeline.briefing.content import Picture
    from timeline.cli.brief import Typed
    from timeline.config.briefs import Brief

_VIEW: Final = {"kind": "kinds", "place": "places", "country": "countries", "feed": "feeds", "status": "statuses"}
_SLIDES: Final = "slide-body"
# A page for the screen has its charts once more, for that of a phone.
_PHONES: Final = {"html": "doc-half"}
_SUFFIX: Final = {"page": "html"}


@dataclass(frozen=True, slots=True)
class _Making:
    """What a briefing is made of: the opened ledger, the question, the plan and the state of the feeds."""

    database: Database
    asked: Question
    plan: briefs.Plan
    state: report.State

    def material(self) -> Material:
        return briefs.material(self.database, self.asked, self.plan, self.state)

    def drawn(self, preset: str) -> tuple[Picture, ...]:
        return briefs.drawn(self.database, self.asked, self.plan, preset)


def make(asked: Asked, configured: Brief, typed: Typed, formats: tuple[str, ...]) -> Iterator[Path]:
    """Make the briefing in each format, give the files, and mark it as issued when that is asked."""
    folder, stem = _place(asked, configured, typed, formats)
    _check_template(typed, formats)
    briefing.ready(folder)
    with report.open(asked.where.link) as database:
        making = _making(database, asked, configured, typed)
        material = making.material()
        drawn: dict[str, tuple[Picture, ...]] = {}
        for form in formats:
            presets = _presets(form, typed.preset)
            drawn |= {preset: making.drawn(preset) for preset in presets if preset not in drawn}
            wanted = "slide" if typed.slide else form
            template = _template(form, typed, configured, asked)
            # The page is a file beside the HTML of the same name.
            own = f"{stem}-page" if form == "page" and not _is_file(typed.out) else stem
            shown = [drawn[preset] for preset in presets]
            parts = _parts(making, material, shown, _Form(wanted, presets, template, own))
            yield briefing.write(parts, folder)[0]
        if typed.issue:
            _issue(making, asked, configured, material)


def _presets(form: str, asked: str) -> tuple[str, ...]:
    """The sizes in which a format has its charts; the page draws its own."""
    if form == "page":
        return ()
    return (_SLIDES,) if form == "pptx" else tuple(dict.fromkeys((asked, _PHONES.get(form, asked))))


@dataclass(frozen=True, slots=True)
class _Form:
    """A format on its way into a file, with the sizes of its charts."""

    name: str
    presets: tuple[str, ...]
    template: Path | None
    stem: str


def _parts(
    making: _Making, material: Material, pictures: Sequence[tuple[Picture, ...]], form: _Form
) -> dict[str, bytes]:
    if form.name == "page":
        return {f"{form.stem}.html": page(making.database, making.asked, material)}
    shown = dressed(pictures[0], form.name, form.presets[0], *pictures[1:])
    composed = briefing.compose(briefs.illustrated(material, shown))
    return briefing.render(composed, form.name, dress(form.name, composed, form.template), name=form.stem)


def spoken(asked: Asked, configured: Brief, typed: Typed) -> str:
    """The paragraph of at most 80 words."""
    with report.open(asked.where.link) as database:
        making = _making(database, asked, configured, typed)
        material = making.material()
        if typed.issue:
            _issue(making, asked, configured, material)
    return briefing.paragraph(material)


def _making(database: Database, asked: Asked, configured: Brief, typed: Typed) -> _Making:
    where = asked.where
    feeds = where.project.feeds if where.project and _own(asked) else ()
    state = report.state(where.link, dates.now(), {feed.name: feed.cadence_days for feed in feeds})
    question = database.question(**_filters(asked, configured))
    return _Making(database, question, _plan(database, asked, configured, typed), state)


def _filters(asked: Asked, configured: Brief) -> dict[str, Any]:
    """What was typed, before what the briefing says, before what its view says."""
    saved: dict[str, Any] = {}
    if configured.view is not None and asked.where.project is not None:
        found = asked.where.project.view(configured.view).filters
        saved = {_VIEW.get(key, key): value for key, value in found.items()}
    return {**saved, **(configured.filters or {}), **asked.filters}


def _plan(database: Database, asked: Asked, configured: Brief, typed: Typed) -> briefs.Plan:
    chosen = configured.charts
    since, issued_at = _since(database, asked, configured, typed)
    charts = briefs.USUAL if chosen is None else tuple(Drawn(one.chart, one.drawn, one.filters) for one in chosen)
    return briefs.Plan(
        name=configured.name,
        title=typed.title or configured.title or (asked.where.project.name if asked.where.project else "Briefing"),
        charts=charts,
        days=typed.days or configured.days,
        rule=typed.rule or configured.rule,
        events=configured.events,
        theme=typed.theme or configured.theme,
        language=typed.language or configured.language,
        since=since,
        issued_at=issued_at,
        record=not typed.no_record,
    )


def _since(
    database: Database, asked: Asked, configured: Brief, typed: Typed
) -> tuple[datetime | None, datetime | None]:
    """From when changes are told: the moment given, the first day given, else that of the last issued briefing, and
    when that one was issued.
    """
    zone = database.reader.zone()
    if typed.changed_since:
        return dates.parse_moment(typed.changed_since, zone), None
    first = asked.filters.get("since")
    # A saved view has a day of its own, which is no moment that was given.
    if isinstance(first, str):
        return dates.start_of_day(dates.parse_day(first, zone), zone), None
    last = last_issued(_record_folder(asked), configured.name)
    return (last.as_of, last.issued_at) if last else (None, None)


def _record_folder(asked: Asked) -> Path:
    """Beside the receipts: data/raw of the project, or that of the warehouse without one."""
    from timeline.warehouse.layout import Layout

    project = asked.where.project
    return project.raw if project and _own(asked) else Layout.at(asked.where.link).raw


def _own(asked: Asked) -> bool:
    """Whether the warehouse is that of the project around the present directory."""
    project = asked.where.project
    return project is not None and project.warehouse.absolute() == asked.where.link.absolute()


def _issue(making: _Making, asked: Asked, configured: Brief, material: Material) -> None:
    now = making.asked.as_of or making.database.reader.last_known_at()
    if now is None:
        raise UsageError("nothing has been delivered yet, so there is nothing to issue; run `timeline ingest`")
    issue(_record_folder(asked), configured.name, dates.now(), now, material.record)


def _place(asked: Asked, configured: Brief, typed: Typed, formats: tuple[str, ...]) -> tuple[Path, str]:
    """The folder and the name of the files without suffix."""
    name = f"{configured.name}-slide" if typed.slide else configured.name
    if typed.out is not None and _is_file(typed.out):
        wanted = _SUFFIX.get(formats[0], formats[0])
        if typed.out.suffix.lstrip(".").lower() not in (wanted, {"html": "htm", "md": "markdown"}.get(wanted)):
            raise UsageError(f"--out {typed.out}: a briefing as {formats[0]} is written to a file like NAME.{wanted}")
        return typed.out.parent, typed.out.stem
    if typed.out is not None:
        return typed.out, name
    project = asked.where.project
    return (project.root / "reports" if project else Path()), name


def _is_file(out: Path | None) -> bool:
    """Whether --out names a file rather than a folder."""
    return out is not None and bool(out.suffix) and not out.is_dir()


def _check_template(typed: Typed, formats: Iterable[str]) -> None:
    """A template that no wanted format takes is a mistake."""
    if typed.template is None:
        return
    wanted = _kind_of(typed.template)
    if wanted is not None and not typed.template.is_file():
        raise UsageError(f"--template {typed.template}: no such file")
    if wanted is None or wanted not in formats:
        raise UsageError(f"--template {typed.template}: is for docx or pptx; give a .docx or .pptx with that --format")


def _kind_of(template: Path) -> str | None:
    return {".docx": "docx", ".dotx": "docx", ".pptx": "pptx", ".potx": "pptx"}.get(template.suffix.lower())


def _template(form: str, typed: Typed, configured: Brief, asked: Asked) -> Path | None:
    root = asked.where.project.root if asked.where.project else Path()
    named = [typed.template] if typed.template else [root / one for one in configured.template]
    return next((path for path in named if _kind_of(path) == form), None)
