"""A small project with something of everything that wants a person's eye, hostile texts among it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl

from timeline.config.mapping import shipped
from timeline.config.project import load_project
from timeline.ingest.deciding import Done, Signed, Wish, decide
from timeline.ingest.receipts import RawStore
from timeline.ingest.settings import Settings
from timeline.report.database import open as open_database
from timeline.report.review import queue
from timeline.warehouse.layout import Layout

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script>"
SIGNED = Signed("Ada", "option", "looked")
TOML = """
[project]
name = "Desk"
zone = "Europe/Moscow"

[[feed]]
name = "border"
files = "border/*.csv"
cadence = "1 day"
mapping = "border.toml"

[[feed]]
name = "news"
files = "news/*.md"
"""
MAPPING = """
key = ["id"]
[columns]
kind = { value = "border_crossing" }
place = "place"
country = { value = "FI" }
title = "title"
speaker = { value = "Border Guard" }
published_at = "told"
importance = "importance"
confidence = "sure"
[date]
start = "day"
[[quantity]]
measure = { value = "crossings" }
basis = { value = "flow" }
value = "n"
unit = { value = "persons" }
direction = { value = "in" }
"""
ROWS = f"""id,day,place,title,n,told,importance,sure
1,2022-09-21,Vaalimaa,Crossings,3100,2022-09-22,2,
2,2022-09-22,Vaalimaa,Crossings,6470,2022-09-23,2,
3,2022-09-23,Vaalimaa,Crossings,7100.5,2022-09-24,2,
4,2022-09-24,Vaalimaa,Crossings,8572,2022-09-25,2,0.4
5,2022-10-05,Vaalimaa,"{HOSTILE}",8314000,2022-10-06,1,
6,2022-10-26,Vaalimaa,Crossings,7900,2022-09-27,2,
"""
OFFICES = """---
title: Two fires </script><script>document.title="owned"</script> & "an officer"
publisher: Sample Post
published: 2022-09-27
---
A draft office in Uryupinsk was set on fire on Monday, the police said. <img src=x onerror="document.title='owned'">

Nobody was hurt, [click](javascript:document.title='owned') \u202e& &lt;b&gt; told nobody.

On Tuesday a draft office in the Volgograd Oblast was set on fire, officials said.
"""
AIRPORTS = """---
title: Airports
publisher: Other Post
published: 2022-09-27
---
Men were turned back at Russian airports on Monday, Russian media reported.

A draft office near Volgograd was set on fire on Monday night, the fire brigade said.
"""
UNDATED = "A draft office in Omsk was set on fire on Monday, police said.\n"
FILES = {
    "timeline.toml": TOML,
    "border.toml": MAPPING,
    "data/raw/border/2022-09-27.csv": ROWS,
    "data/raw/news/2022-09-27-offices.md": OFFICES,
    "data/raw/news/2022-09-27-airports.md": AIRPORTS,
    "data/raw/news/undated.md": UNDATED,
}


def write(root: Path) -> Path:
    """The project's files, ingested."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    command = [sys.executable, "-m", "timeline", "ingest"]
    done = subprocess.run(command, cwd=root, env={**os.environ, "TIMELINE_BY": "Ada"}, capture_output=True)
    assert done.returncode == 0, done.stderr
    return root


class World:
    """A copy of that project, to be decided about."""

    def __init__(self, root: Path) -> None:
        """`root` holds the ingested project."""
        self.root = root
        self.link = root / "data" / "warehouse" / "timeline.duckdb"

    def settings(self) -> Settings:
        """What commands in that folder work on."""
        project = load_project(self.root, shipped())
        own = (project.kinds_file, project.places_file)
        return Settings(Layout.at(self.link), RawStore(project.raw), project.zone, project.feeds, *own, wait=20.0)

    def say(self, what: str, *ids: str, **values: Any) -> Done:
        """Decide something."""
        return decide(self.settings(), Wish(what, ids, values), SIGNED)

    def queue(self, **asked: Any) -> pl.DataFrame:
        """The queue as it stands."""
        with open_database(self.link) as database:
            return queue(database, **asked)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of an answer of the published copy."""
        with open_database(self.link) as database:
            return database.sql(query).rows()

    def claim(self, key: str) -> str:
        """The id of a row of the border feed."""
        return str(self.ask(f"SELECT claim_id FROM claims WHERE feed = 'border' AND row_key = '{key}'")[0][0])

    def decisions(self) -> list[dict[str, Any]]:
        """The lines of decisions.jsonl."""
        file = self.root / "data" / "raw" / "decisions.jsonl"
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
