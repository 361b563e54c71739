"""Kill ingests with SIGKILL at random moments, and check that nothing is lost, doubled or left lying about.

    python tests/ingest/kill_ingest.py [KILLS [SEED]]

Each round adds a delivery, starts an ingest (now and then a rebuild or a compaction) and kills it. After each kill the
published link must open and hold, feed by feed, what an undisturbed run had published after some delivery, never an
earlier one than before. After a last, undisturbed ingest everything that can be queried must equal the undisturbed run.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

# As pytest has it, for a run by hand.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from project_fixture import KEYED, Project, table

ACTS = ("ingest", "rebuild", "compact")
# Python tries out the folder for passing files with one that it removes at once, when it first asks for it: before the
# killing begins.
CHILD = """
import sys
import tempfile
from pathlib import Path
tempfile.gettempdir()
sys.path[:0] = [sys.argv[2], str(Path(sys.argv[2]).parent)]
from project_fixture import Project
from timeline.ingest.rebuild import rebuild
from timeline.warehouse import keep
import timeline.dates.moments
from kill_ingest import with_feeds
project = with_feeds(Project(Path(sys.argv[1])))
print("ready", flush=True)
if sys.argv[3] == "ingest":
    project.ingest()
elif project.layout.ledger.exists():
    rebuild(project.settings()) if sys.argv[3] == "rebuild" else keep.compact(project.layout)
"""
# The days on which deliveries became known, in the order in which they arrive: some come late.
DAYS = (25, 27, 26, 29, 28, 30, 24, 23, 22, 21)
WHOLE = """
SELECT (SELECT count(*) FROM events) = (SELECT count(DISTINCT event_id) FROM claims)
   AND (SELECT coalesce(sum(claims), 0) FROM events) = (SELECT count(*) FROM claims)
   AND (SELECT count(*) FROM deliveries) = (SELECT count(*) FROM documents)
   AND (SELECT count(DISTINCT delivery_id) FROM deliveries) = (SELECT count(*) FROM deliveries)
"""


def with_feeds(project: Project) -> Project:
    """A complete feed, and one of single files that reports some of the same."""
    project.add("b", {**KEYED, "complete": False})
    return project


def deliver(project: Project, number: int) -> None:
    """Put the next delivery where the project finds it."""
    day = DAYS[number]
    rows = [str(key) for key in range(1, 150) if (key + day) % 9]
    name = "a" if number % 2 == 0 else "b"
    rows += [f"x{day},protest,never,Omsk,Rally,", f"1000,protest,2022-09-21,Omsk,Said on {day},{day}"]
    project.put(f"{name}/{number}.csv", table(*rows), f"2022-09-{day}T18:00:00+03:00")


def published(project: Project) -> dict[str, str]:
    """What is published of each feed, as one text; nothing before the first publication."""
    if not project.layout.link.is_symlink():
        return {"a": "", "b": ""}
    assert project.ask(WHOLE) == [(True,)], "half a revision is published"
    tables = project.surface(moments=False)
    told = (tables["claims"].drop("event_id"), tables["rejects"], tables["deliveries"].drop("size"))
    return {
        feed: "\n".join(part.filter(pl.col("feed") == feed).write_json() for part in told if part.height)
        for feed in ("a", "b")
    }


def undisturbed(folder: Path, deliveries: int) -> tuple[Project, list[dict[str, str]]]:
    """The project after all deliveries, and what was published after each."""
    project = with_feeds(Project(folder))
    states = [{"a": "", "b": ""}]
    for number in range(deliveries):
        deliver(project, number)
        summary = project.ingest()
        assert summary.deliveries == 1, summary
        states.append(published(project))
    return project, states


def killed(project: Project, act: str, after: float | None) -> float:
    """Start a process and kill it that many seconds after it is ready (None: never); gives how long it worked."""
    environment = {**os.environ, "TMPDIR": str(project.root / "tmp")}
    command = [sys.executable, "-c", CHILD, str(project.root), str(Path(__file__).parent), act]
    with subprocess.Popen(command, cwd=project.root, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        begun = time.monotonic()
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
        process.wait()
    if process.returncode > 0:
        raise AssertionError(f"{act} failed by itself with exit code {process.returncode}")
    return time.monotonic() - begun


def orphans(project: Project) -> list[int]:
    """Processes that work in the project's folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink() == project.root:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def check(project: Project, states: list[dict[str, str]], seen: dict[str, int]) -> None:
    """The link opens, and holds of each feed a state that came to be, no earlier than the one before."""
    for feed, told in published(project).items():
        places = [place for place, state in enumerate(states) if state[feed] == told]
        assert places, f"feed {feed} is published in a state that never was"
        assert places[-1] >= seen[feed], f"feed {feed} fell back to an earlier state"
        seen[feed] = places[0]
    deadline = time.monotonic() + 2
    while orphans(project) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not orphans(project), "a worker outlived its parent"


def torment(folder: Path, kills: int, deliveries: int, seed: int) -> dict[str, int]:
    """Kill that many times, spread over the deliveries; raises AssertionError; gives the kills that met their mark."""
    chance = random.Random(seed)
    calm, states = undisturbed(folder / "calm", deliveries)
    project = with_feeds(Project(folder / "killed"))
    (project.root / "tmp").mkdir()
    longest = dict.fromkeys(ACTS, 1.0)
    seen, met = {"a": 0, "b": 0}, dict.fromkeys(ACTS, 0)
    for kill in range(kills):
        if kill * deliveries // kills != (kill - 1) * deliveries // kills:
            deliver(project, kill * deliveries // kills)
        act = chance.choices(ACTS, [8, 1, 1])[0]
        moment = chance.random() * longest[act]
        worked = killed(project, act, moment)
        # Reach a little beyond the end, however fast the machine is just now.
        longest[act] = max(worked, longest[act] * 0.8) if worked < moment else longest[act] * 1.05
        met[act] += worked >= moment
        check(project, states, seen)
    killed(project, "ingest", None)
    check(project, states, seen)
    for name, frame in project.surface(moments=False).items():
        assert frame.equals(calm.surface(moments=False)[name]), f"{name} is not as in an undisturbed run"
    left = [*project.litter(), *(path.name for path in (project.root / "tmp").iterdir())]
    assert not left, f"left behind: {left}"
    assert killed(project, "ingest", None) < 5
    return met


if __name__ == "__main__":
    told = [int(word) for word in sys.argv[1:]]
    kills, seed = (told + [100, 2022][len(told) :])[:2]
    # Each delivery comes by itself, so that what is published after it is known.
    kills = max(kills, len(DAYS))
    with tempfile.TemporaryDirectory() as made:
        print(f"seed {seed}:", torment(Path(made), kills, len(DAYS), seed))
