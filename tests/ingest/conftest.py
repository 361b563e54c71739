"""A project in a temporary folder. Its deliveries are parsed in this process, for a child costs half a second."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from project_fixture import Project

from timeline import worker
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import open_ledger
from timeline.worker import work


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that holds nothing yet: making one takes longer than most of what is tested."""
    layout = Layout.at(tmp_path_factory.mktemp("ledger") / "timeline.duckdb")
    with open_ledger(layout):
        return layout.ledger


@pytest.fixture
def new_project(tmp_path: Path, empty_ledger: Path) -> Callable[[str], Project]:
    """Makes projects with one feed, by name."""

    def make(name: str) -> Project:
        project = Project(tmp_path / name)
        project.layout.folder.mkdir(parents=True)
        shutil.copyfile(empty_ledger, project.layout.ledger)
        return project

    return make


@pytest.fixture
def project(new_project: Callable[[str], Project]) -> Project:
    """A project with one feed."""
    return new_project("project")


def _parse(tasks: Sequence[worker.Task], spool: Path) -> Iterator[worker.Outcome]:
    for task in tasks:
        yield worker.Outcome.from_json(work.parse(task, spool, worker.Limits()))


@pytest.fixture(autouse=True, scope="module")
def _without_children() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "parse", _parse, raising=False)
        patch.setattr(worker, "parse_several", _parse, raising=False)
        # Nobody gives a job to a child that is started ahead; what is begun ahead still starts its own.
        patch.setattr(worker, "ready", lambda: None, raising=False)
        yield
