"""`timeline verify`: whether the ledger still gives what a chart or briefing shows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeline.cli.options import File, warehouse_option
from timeline.cli.where import link_here

if TYPE_CHECKING:
    from timeline.report.verify import Verdict


@click.command("verify")
@click.argument("file", type=File(), metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@warehouse_option
def verify_command(file: Path, as_json: bool, warehouse: Path | None) -> int:
    """Say whether the ledger still gives what a chart or briefing shows, and what moved since if it does not.

    FILE is a chart (PNG, SVG, PDF, HTML) or a briefing (HTML, PDF, DOCX, PPTX, Markdown) with its record. The exit code
    is 0 when the ledger gives the same, 4 when it gives something else.

    \b
    Example:
      timeline verify reports/rolling.png
      timeline verify memo.docx --json
    """
    from timeline import report
    from timeline.errors import ExitCode
    from timeline.report.verify import verify

    with report.open(link_here(warehouse)) as database:
        verdict = verify(database, file)
        zone = database.reader.zone()
    sys.stdout.write(_json(file, verdict) if as_json else _text(file, verdict, zone))
    return ExitCode.DONE if verdict.same else ExitCode.MOVED


def _json(file: Path, verdict: Verdict) -> str:
    from timeline.cli.cells import json_text

    told: dict[str, Any] = {
        "file": str(file),
        "drawn": verdict.drawn,
        "same": verdict.same,
        "known_as_of": verdict.known,
        "claims": verdict.claims,
        "claims_now": verdict.claims_now,
        "same_as_of_then": verdict.past,
        "changes": [] if verdict.same else verdict.changes.to_dicts(),
        "decided": list(verdict.decided),
    }
    return json_text(told) + "\n"


def _text(file: Path, verdict: Verdict, zone: str) -> str:
    """One line when nothing moved; else what did."""
    from timeline.cli.cells import harmless
    from timeline.cli.changes import text_of
    from timeline.report.question import dates_text

    name = harmless(str(file))
    known = dates_text(verdict.known, zone)
    drawn = f"{harmless(verdict.drawn)} of {verdict.claims:,} claims known as of {known}"
    if verdict.same:
        return f"{name}: same; the ledger still gives this ({drawn})\n"
    past = "as of then it still gives the same" if verdict.past else "and other ones as of then"
    lines = [f"{name}: moved; the ledger gives {verdict.claims_now:,} claims now, {past} ({drawn})\n"]
    if not verdict.changes.is_empty():
        lines.append("\n" + text_of(verdict.changes))
    if verdict.decided:
        lines.append("\nDecided\n" + "".join(f"  {harmless(one)}\n" for one in verdict.decided))
    if verdict.changes.is_empty() and not verdict.decided:
        lines.append(
            "No delivery or decision since then explains it: something was delivered late, is read otherwise now, or "
            "this is another ledger.\n"
        )
    return "".join(lines)
