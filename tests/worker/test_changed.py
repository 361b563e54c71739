"""Reading only what changed says the same as reading the whole file, or is not done."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from timeline import worker
from timeline.worker import work

MAPPING: dict[str, Any] = {
    "key": ["id"],
    "columns": {"kind": "kind", "place": "place"},
    "date": {"start": "date"},
}
HEAD = b"id,date,kind,place\n"
LIGHT: dict[str, Any] = {
    "deadline": None,
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
    "suppress_health_check": [HealthCheck.too_slow],
}


def parse(folder: Path, name: str, data: bytes, basis: worker.Basis | None = None, **more: Any) -> worker.Outcome:
    path = folder / name
    path.write_bytes(data)
    told = {"mapping": MAPPING, "zone": "UTC", "kinds": ("protest", "strike"), **more}
    task = worker.Task(id=name, path=path, name="x.csv", basis=basis, **told)
    return worker.Outcome.from_json(work.parse(task, folder, worker.Limits()))


def claims(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(worker.claims_file(folder, name))


def check(old: bytes, new: bytes, **more: Any) -> bool:
    """Whether the changes alone were read; they say the same as the whole file."""
    # Of a file whose reading fails halfway the engine may still be writing what it has read.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        before = parse(folder, "old", old, **more)
        whole = parse(folder, "whole", new, **more)
        keys = claims(folder, "old")["row_key"].n_unique() if before.problem is None else -1
        if before.problem or before.rejects or not before.rows == before.claims == keys:
            return False
        basis = worker.Basis(folder / "old", "old.csv", before.rows)
        changed = parse(folder, "changed", new, basis, **more)
        if changed.left is None:
            assert (changed.rows, changed.claims, changed.rejects) == (whole.rows, whole.claims, whole.rejects)
            return False
        assert whole.problem is None
        assert whole.rejects == whole.deletions == 0
        assert changed.rows == whole.rows == whole.claims
        left = pl.read_parquet(worker.left_file(folder, "changed"))["row_key"]
        fresh, full = claims(folder, "changed"), claims(folder, "whole")
        stayed = claims(folder, "old").filter(~pl.col("row_key").is_in(left.implode()))
        assert left.len() == left.n_unique() == changed.left
        assert (
            fresh.join(full, on=["row_key", "line", "place", "kind", "starts"], nulls_equal=True).height >= fresh.height
        )
        told = pl.concat([stayed, fresh]).drop("line").sort(pl.all())
        assert told.equals(full.drop("line").sort(pl.all()))
        assert not list(folder.glob("*.part"))
        return True


places = st.sampled_from(
    [
        b"Omsk",
        b"Ufa",
        b"",
        b'"Gai, north"',
        b'"a ""b"" c"',
        b'"two\nlines"',
        b'5" pipe',
        b'x"y',
        b'"open',
        b"a\rb",
        b" ",
    ]
)
plain = st.sampled_from([b"Omsk", b"Ufa", b"", b'"Gai, north"', b'"a ""b"" c"', "Ёлка".encode()])
keys = st.sampled_from([b"1", b"2", b"3", b"4", b"5", b"6", b""])
odd_lines = st.sampled_from(
    [b"", b",,,", b"1", b"7,2022-09-21,protest,Omsk,extra", b"8,never,protest,Omsk", b'"', b"\xff"]
)


def line(key: bytes, place: bytes, kind: bytes = b"protest") -> bytes:
    return b",".join([key, b"2022-09-21", kind, place])


@st.composite
def pairs(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A file, mostly in order, and what became of it."""
    strange = draw(st.booleans())
    cells = places if strange else plain
    names = [b"1", b"2", b"3", b"4", b"5", b"6"][: draw(st.integers(0, 6))]
    old = [line(name, draw(plain if draw(st.booleans()) else cells)) for name in names]
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(new)))
        what = draw(st.sampled_from(["change", "add", "drop", "move", "twice", "odd" if strange else "add"]))
        if what == "add":
            new.insert(at, line(draw(keys), draw(cells), draw(st.sampled_from([b"protest", b"strike", b"what"]))))
        elif what == "odd":
            new.insert(at, draw(odd_lines))
        elif at < len(new):
            row = new.pop(at) if what != "twice" else new[at]
            if what == "change":
                new.insert(at, line(row.split(b",")[0], draw(cells)))
            elif what in ("move", "twice"):
                new.insert(draw(st.integers(0, len(new))), row)
    ends = [draw(st.sampled_from([b"\n", b"\n", b"\r\n"])) for _ in range(2)]
    last = [draw(st.booleans()) for _ in range(2)]
    both = [
        HEAD + end.join(rows) + (end if ended and rows else b"")
        for rows, end, ended in zip((old, new), ends, last, strict=True)
    ]
    return both[0], both[1]


@settings(max_examples=40, **LIGHT)
@given(pair=pairs())
def test_changes_say_what_the_whole_file_says(pair: tuple[bytes, bytes]) -> None:
    check(*pair)


@pytest.mark.long
@settings(max_examples=2000, **LIGHT)
@given(pair=pairs())
def test_many_changes_say_what_the_whole_file_says(pair: tuple[bytes, bytes]) -> None:
    check(*pair)


def numbered(*numbers: int, place: bytes = b"Omsk") -> list[bytes]:
    return [line(b"%d" % number, place) for number in numbers]


def table(lines: list[bytes], end: bytes = b"\n") -> bytes:
    return HEAD + end.join([*lines, b""])


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_ordinary_changes_are_read_alone(end: bytes) -> None:
    old = numbered(*range(3000))
    cases = {
        "same": old,
        "changed": [*old[:700], *numbered(700, place=b"Ufa"), *old[701:]],
        "longer and quoted": [*old[:700], *numbered(700, place=b'"Ufa, ""the"" city"'), *old[701:]],
        "removed": [*old[:10], *old[50:]],
        "added in front": [*numbered(*range(5000, 5200)), *old],
        "added at the end": [*old, *numbered(*range(5000, 5200))],
        "moved": [*old[5:2900], *old[:5], *old[2900:]],
        "all at once": [*numbered(9000), *old[1:99], *old[120:2000], *numbered(2000, place=b"Gai"), *old[2001:]],
    }
    for what, new in cases.items():
        assert check(table(old, end), table(new, end)), what
    assert check(table(old, end), table(old, end).removesuffix(end))


def test_what_is_out_of_the_ordinary_is_read_whole() -> None:
    old = table(numbered(1, 2, 3))
    assert not check(old, old + line(b"4", b"Omsk", b"what") + b"\n")  # a reject
    assert not check(old, old + b"\n")
    assert not check(old, old.replace(b"place", b"where"))
    assert not check(old, old.replace(b",", b";"))
    assert not check(old, b"\xef\xbb\xbf" + old)
    assert not check(table(numbered(1, 2, place=b'"a\nb"')), table(numbered(1, 2, 3, place=b'"a\nb"')))
    assert not check(old, table([*numbered(1, 2), line(b"3", b'x"y'), line(b"4", b'"z\nz"')]))
    quoted = [line(b"1", b'"a'), *numbered(2), line(b"3", b'b"')]  # one record on three lines
    assert not check(table(quoted), table([quoted[0], line(b"2", b"Ufa"), quoted[2]]))
    two_in_one = b"\r".join(numbered(5, 6))
    assert not check(old, table([*numbered(1, 2, 3), two_in_one, line(b"7", b'"x'), b'y"']))
    assert not check(old, old, mapping={**MAPPING, "known": {"column": "date"}})
    assert not check(old, old, mapping={**MAPPING, "deletions": {"column": "place", "values": ["x"]}})


def test_much_that_changed_is_read_whole() -> None:
    assert not check(table(numbered(*range(3000))), table(numbered(*range(3000), place=b"Ufa")))


def test_lines_that_do_not_fit_into_memory_are_not_gathered() -> None:
    many = [line(b"%d" % number, b"x" * (1 << 20)) for number in range(80)]
    assert not check(table(numbered(*range(100, 1000))), table([*many, *numbered(*range(100, 1000))]))


def test_a_line_longer_than_any_piece_is_walked_over() -> None:
    long = line(b"1", b"x" * (3 << 20))
    assert check(table([long, *numbered(2)]), table([long, *numbered(2, 3)]))
    assert check(table([long, *numbered(2)]), table([long + b"y", *numbered(2)]))
