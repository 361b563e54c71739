"""`timeline kinds`: the taxonomy."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli.options import columns_option, format_option, warehouse_option


@click.command("kinds")
@columns_option
@format_option
@warehouse_option
def kinds_command(columns: str | None, form: str, warehouse: Path | None) -> None:
    """List the kinds that claims can have: the shipped ones and those of the project's kinds.toml.

    \b
    Example:
      timeline kinds
      timeline kinds --columns kind,definition,codes --format csv
    """
    from timeline import kinds, report
    from timeline.cli.output import picked, refuse_terminal, write_frame
    from timeline.cli.where import project_here

    refuse_terminal(form)
    project = project_here()
    if warehouse is not None:
        with report.open(warehouse) as database:
            found = database.kinds()
    else:
        found = kinds.load(project.kinds_file if project else None)
    table = None if columns else found.select("kind", "kind_group", "label", "plural", "definition")
    write_frame(picked(found, columns), form, table=table)
