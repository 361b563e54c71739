"""Where the ledger, the published copies and the link to them lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from timeline.errors import UsageError

# DuckDB names a database after its file; these names would clash with its own or with the ledger's inner schema.
_TAKEN = {"base", "main", "memory", "system", "temp", "information_schema", "pg_catalog"}


@dataclass(frozen=True, slots=True)
class Layout:
    """The files around a published link such as data/warehouse/timeline.duckdb."""

    link: Path

    @classmethod
    def at(cls, link: Path) -> Layout:
        """The layout for a link; UsageError for a name that the engine would misread."""
        if link.suffix != ".duckdb" or link.stem.lower() in _TAKEN:
            raise UsageError(f"{link}: name the warehouse NAME.duckdb, and not one of {', '.join(sorted(_TAKEN))}")
        return cls(link.absolute())

    @property
    def _own(self) -> str:
        return "" if self.link.stem == "timeline" else f"{self.link.stem}."

    @property
    def folder(self) -> Path:
        """The folder that holds everything."""
        return self.link.parent

    @property
    def ledger(self) -> Path:
        """The writer's own file."""
        return self.folder / f"{self._own}ledger.duckdb"

    @property
    def lock(self) -> Path:
        """Held by the one writer."""
        return self.folder / f"{self._own}ledger.lock"

    @property
    def versions(self) -> Path:
        """The published copies, one folder each, so that the file inside always has the link's name."""
        return self.folder / f"{self._own}v"

    @property
    def backups(self) -> Path:
        """Copies of the ledger made before migrations and on request."""
        return self.folder / f"{self._own}backups"

    @property
    def spool(self) -> Path:
        """Where workers leave what they read; empty between runs."""
        return self.folder / f"{self._own}spool"

    @property
    def beside(self) -> Path:
        """Where a ledger is made that is to take this one's place; only there while that is being done."""
        return self.folder / f"{self._own}beside"

    @property
    def log(self) -> Path:
        """The structured run log: one JSON object a line."""
        return self.folder / f"{self._own}runs.jsonl"

    @property
    def raw(self) -> Path:
        """Where raw bytes are kept when there is no project."""
        return self.folder / f"{self._own}raw"

    def version(self, number: int) -> Path:
        """The published copy of that number."""
        return self.versions / str(number) / self.link.name

    def published(self) -> list[int]:
        """The numbers of the published copies, ascending."""
        if not self.versions.is_dir():
            return []
        return sorted(int(entry.name) for entry in self.versions.iterdir() if entry.name.isdigit())
