"""Writing a task's frames into the spool, batch by batch, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from polars.io.plugins import register_io_source

from timeline import model

# Written once and read once: packing would cost more than it saves.
_WRITING: dict[str, Any] = {"compression": "uncompressed", "statistics": False}
_HELD_ROWS = 100_000


def write_claims(batches: Iterator[pl.DataFrame], path: Path) -> None:
    """One Parquet file of model.CLAIMS, written while the batches are made."""

    def give(columns: list[str] | None, predicate: Any, rows: int | None, size: int | None) -> Iterator[pl.DataFrame]:
        del columns, predicate, rows, size
        return batches

    register_io_source(give, schema=dict(model.CLAIMS)).sink_parquet(path, **_WRITING)


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """One Parquet file of a frame that is already whole."""
    frame.write_parquet(path, **_WRITING)


class Parts:
    """Gathers small frames; what grows large is put into part files, which become one file at the end."""

    def __init__(self, path: Path, schema: model.Schema, held: int = _HELD_ROWS) -> None:
        """The file that `close` writes, its schema, and how many rows are held in memory."""
        self._path = path
        self._most = held
        self._held = [model.empty(schema)]
        self._files: list[Path] = []
        self.rows = 0

    def add(self, frame: pl.DataFrame) -> None:
        """More rows."""
        if frame.height:
            self._held.append(frame)
            self.rows += frame.height
        if sum(held.height for held in self._held) > self._most:
            self._files.append(self._path.with_suffix(f".{len(self._files)}.part"))
            pl.concat(self._held).write_parquet(self._files[-1], **_WRITING)
            self._held = [frame.clear()]

    def close(self, *, even_empty: bool = True) -> None:
        """Write the file and remove the parts. even_empty: without any rows too."""
        if not self.rows and not even_empty:
            return
        held = pl.concat(self._held)
        if not self._files:
            held.write_parquet(self._path, **_WRITING)
            return
        pl.concat([*(pl.scan_parquet(file) for file in self._files), held.lazy()]).sink_parquet(self._path, **_WRITING)
        for file in self._files:
            file.unlink()
