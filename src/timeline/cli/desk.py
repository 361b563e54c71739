"""`timeline add`, `correct`, `merge`, `split`, `label`, `pin`, `hide`, `note`, `undo`: what a person decides."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from timeline import model
from timeline.cli.options import BY_HELP, warehouse_option

if TYPE_CHECKING:
    from timeline.ingest.deciding import Signed
    from timeline.ingest.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

_NAMED: Final = 5
_NO_REASON: Final = "no reason given"
_NUMBER: Final = ("value", "low", "high", "measure", "unit", "basis", "direction", "who", "scope")
_TEXTS: Final = (
    ("place", "PLACE", "Where."),
    ("country", "CODE", "Country, as a two-letter code."),
    ("title", "TEXT", "What happened, for tables and charts."),
    ("speaker", "NAME", "Who says so."),
    ("carrier", "NAME", "Who passed it on."),
    ("publisher", "NAME", "Where it was read."),
    ("url", "URL", "Address."),
    ("target", "NAME", "What was hit."),
    ("outcome", "TEXT", "Whether it came off."),
    ("quote", "TEXT", "The words it stands in."),
)


def _signed(command: Command) -> Command:
    """Options of a decision that changes what is held to be so: it needs a reason."""
    return click.option("--because", required=True, metavar="WHY", help="Why; kept with the decision.")(_by(command))


def _lightly_signed(command: Command) -> Command:
    """Options of a decision about showing and marking, or one that mends another: the reason may be left out."""
    help_text = "Why; kept with the decision."
    because = click.option("--because", default=_NO_REASON, metavar="WHY", show_default=True, help=help_text)
    return because(_by(command))


def _by(command: Command) -> Command:
    by = click.option("--by", envvar="TIMELINE_BY", metavar="NAME", help=BY_HELP)
    wait = click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait for an ingest to end; the decision is kept in any case.",
    )
    return by(wait(warehouse_option(command)))


def _said(command: Command) -> Command:
    """The options that say what a claim says."""
    options: list[Any] = [
        click.option("--kind", metavar="KIND", help="What happened: `timeline kinds` lists them."),
        click.option("--date", metavar="DATE", help="When: 2022-09-25, 2022-09, 2022-09-23/2022-09-27, yesterday."),
        *(click.option(f"--{name}", metavar=kind, help=told) for name, kind, told in _TEXTS),
        click.option("--form", type=click.Choice(model.FORMS), help="One happening, or somebody's count of them."),
        click.option("--modality", type=click.Choice(model.MODALITIES), help="Whether it is said to have happened."),
        click.option("--importance", type=click.IntRange(1, 3), help="1 a briefing must have it, 3 minor."),
        click.option("--value", type=float, metavar="NUMBER", help="The number it gives."),
        click.option("--low", type=float, metavar="NUMBER", help="At least so many."),
        click.option("--high", type=float, metavar="NUMBER", help="At most so many."),
        click.option("--measure", metavar="WHAT", help="What is counted: entries, killed, cars."),
        click.option("--unit", metavar="UNIT", help="persons, vehicles, km."),
        click.option("--basis", type=click.Choice(model.BASES), help="In the period, at the moment, since, planned."),
        click.option("--direction", type=click.Choice(model.DIRECTIONS), help="Across a border: in or out."),
        click.option("--who", metavar="WHO", help="Who is counted: Russian citizens."),
        click.option("--scope", metavar="PART", help="What part is counted: three checkpoints."),
    ]
    decorated: Any = command
    for option in reversed(options):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


@click.command("add")
@_said
@_signed
def add_command(**given: Any) -> int:
    """Add a claim of your own: a figure from the phone, a report on paper.

    \b
    Example:
      timeline add --kind border_crossing --date 2022-09-25 --place Finland --country FI --value 8314 \\
        --unit persons --basis flow --speaker "Border Guard" --because "call, 10:40"
    """
    order = _taken(given)
    typed = {name: value for name, value in _fields(given, order.settings).items() if value is not None}
    if "place" in typed and "country" not in typed and (code := _country(typed["place"])):
        typed["country"] = code
    values = {"form": "incident", "modality": "asserted", **typed}
    return _decide("add", (), values, order)


@click.command("correct")
@click.argument("claim", metavar="CLAIM")
@_said
@click.option("--label", metavar="TEXT", help="Short words for a chart.")
@_signed
def correct_command(claim: str, **given: Any) -> int:
    """Correct what a claim says; the delivered words are kept, and what you set outlives later deliveries.

    \b
    Example:
      timeline correct C812 --value 8572 --because "misprint, see the agency's own page"
      timeline correct C812 --date 2022-09-27 --because "they meant Tuesday"
    """
    order = _taken(given)
    return _decide("correct", (claim,), _fields(given, order.settings), order)


@click.command("accept")
@click.argument("claim", metavar="CLAIM")
@_signed
def accept_command(claim: str, **given: Any) -> int:
    """Say that a claim was looked at and is right as it stands; it leaves the review.

    \b
    Example:
      timeline accept C812 --because "heard it again on the recording"
    """
    return _decide("accept", (claim,), {}, _taken(given))


@click.command("merge")
@click.argument("events", nargs=-1, required=True, metavar="EVENT...")
@_signed
def merge_command(events: tuple[str, ...], **given: Any) -> int:
    """Put events together into one; the ids of the others lead to it from then on.

    \b
    Example:
      timeline merge E12 E47 --because "one attack under two spellings"
    """
    return _decide("merge", events, {}, _taken(given))


@click.command("split")
@click.argument("event", metavar="EVENT")
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@_lightly_signed
def split_command(event: str, claims: tuple[str, ...], **given: Any) -> int:
    """Take claims out of an event for good; several make one event together.

    \b
    Example:
      timeline split E12 C31 --because "another office, a day later"
    """
    return _decide("split", (event, *claims), {}, _taken(given))


@click.command("label")
@click.argument("event", metavar="EVENT")
@click.argument("text")
@_lightly_signed
def label_command(event: str, text: str, **given: Any) -> int:
    """Give an event the short words that charts show.

    \b
    Example:
      timeline label E41 "Ust-Ilimsk: officer shot"
    """
    return _decide("label", (event,), {"label": text}, _taken(given))


@click.command("pin")
@click.argument("event", metavar="EVENT")
@_lightly_signed
def pin_command(event: str, **given: Any) -> int:
    """Mark an event that no chart or briefing should leave out.

    \b
    Example:
      timeline pin E41
    """
    return _decide("pin", (event,), {"pinned": True}, _taken(given))


@click.command("hide")
@click.argument("subject", metavar="EVENT|CLAIM")
@_lightly_signed
def hide_command(subject: str, **given: Any) -> int:
    """Leave an event, or a claim, out of tables, counts and charts; `timeline undo` brings it back.

    \b
    Example:
      timeline hide C7f --because "satire"
    """
    return _decide("hide", (subject,), {"hidden": True}, _taken(given))


@click.command("note")
@click.argument("subject", metavar="EVENT|CLAIM")
@click.argument("text")
@_lightly_signed
def note_command(subject: str, text: str, **given: Any) -> int:
    """Write a note on an event or a claim; the last one shows, all stand in the log.

    \b
    Example:
      timeline note E41 "Film geolocated to the assembly hall"
    """
    return _decide("note", (subject,), {"note": text}, _taken(given))


@click.command("undo")
@click.argument("decisions", nargs=-1, required=True, metavar="DECISION|RUN...")
@_lightly_signed
def undo_command(decisions: tuple[str, ...], **given: Any) -> int:
    """Take back decisions, all of an edited sheet, or what a run of ingest brought; undoing an undo brings them back.

    What a run brought is set aside: the ledger is as if it had not come, as of whatever moment. `timeline status` names
    the last run, `timeline sql "FROM deliveries"` that of each delivery.

    \b
    Example:
      timeline undo J3fa --because "wrong claim"
      timeline undo R20221005T0600 --because "the agency sent last year's file"
    """
    return _decide("undo", decisions, {}, _taken(given))


@dataclass(frozen=True, slots=True)
class _Order:
    """Who signs and why, and what the decision works on."""

    signed: Signed
    settings: Settings


def _taken(given: dict[str, Any]) -> _Order:
    """What every decision is given, taken out of that."""
    from timeline.cli.intake import settings_here
    from timeline.ingest.deciding import Signed

    settings = settings_here(given.pop("warehouse"), wait=given.pop("wait"))
    return _Order(Signed(*signer(given.pop("by"), settings), given.pop("because")), settings)


def signer(name: str | None, settings: Settings) -> tuple[str, str]:
    """Who signs, and where that name stood: as given, else the project's, else the system's user (see `say_who`)."""
    for told, where in ((name, "option or TIMELINE_BY"), (settings.by, "timeline.toml")):
        if told and told.strip():
            return told.strip(), where
    return _system_user(), "system"


def say_who(name: str, where: str) -> None:
    """Say that nobody was named and the system's user signs."""
    if where == "system":
        others = 'with another name: --by NAME, TIMELINE_BY, or by = "NAME" under [project] of timeline.toml'
        click.echo(f"signed by the system's user, {name}; {others}", err=True)


def _system_user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return f"user {os.getuid()}"


def _fields(given: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """What was typed about a claim, by field."""
    from timeline import kinds
    from timeline.errors import unknown_name
    from timeline.ingest.deciding import dated, numbered

    number = numbered({name: given.pop(name) for name in _NUMBER})
    date = given.pop("date")
    plain = {name: value for name, value in given.items() if value is not None}
    if "kind" in plain and plain["kind"] not in (known := kinds.names(kinds.load(settings.kinds_file))):
        raise unknown_name("kind", plain["kind"], known)
    return {**plain, **(dated(date, settings.zone) if date else {}), **number}


def _country(place: str) -> str | None:
    """The code of a place that is a country by its own name; of any other the country is not guessed."""
    from timeline.text.countries import country_names

    return next((code for code, name in country_names().items() if name.casefold() == place.strip().casefold()), None)


def _decide(what: str, ids: tuple[str, ...], values: dict[str, Any], order: _Order) -> int:
    from timeline.cli.cells import one_line
    from timeline.desk.effects import about
    from timeline.ingest.deciding import Wish, decide

    done = decide(order.settings, Wish(what, ids, values), order.signed)
    for made in done.decisions:
        subjects = about(made)
        rest = f" and {len(subjects) - _NAMED:,} more" if len(subjects) > _NAMED else ""
        told = ", ".join(subjects[:_NAMED]) + rest
        click.echo(f"{made.id}  {what} {told}".rstrip())
    say_who(order.signed.who, order.signed.who_from)
    for words in done.moved:
        click.echo(one_line(words), err=True)
    if done.busy:
        click.echo(f"timeline: kept, and taken by the run at work or the next: {one_line(done.busy)}", err=True)
    return 0
