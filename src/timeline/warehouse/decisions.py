"""What people decided, laid over what was delivered, and what is like what: inside the ledger's transactions.

How decisions change a claim and which claims make an event is judged elsewhere: the rules are handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from timeline.errors import WarehouseError
from timeline.warehouse.engine import fetch, quoted, sql

if TYPE_CHECKING:
    import duckdb
    import polars as pl

_AT_ONCE = 10_000
_WORLD = "live_version WHERE claim IN (SELECT claim FROM in_world)"


class Rules(Protocol):
    """The judgement that the ledger needs, frames in and frames out."""

    @property
    def merges(self) -> float:
        """The score from which on a pair puts two claims into one event; a lower one is only asked about."""

    def overlaid(self, delivered: pl.DataFrame, settings: pl.DataFrame) -> pl.DataFrame:
        """The versions that hold, of claims as delivered and what people set."""

    def pairs(self, parts: Iterable[pl.DataFrame], named: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Which versions of claims may report one happening, with a score and reasons.

        Each part holds all of the claims whose kinds begin alike, for others are never compared; one part is in memory
        at a time. `named`: the places of all parts.
        """

    def refreshed(
        self, parts: Iterable[tuple[pl.DataFrame, pl.DataFrame]], named: pl.DataFrame, changed: pl.Series
    ) -> Iterator[tuple[pl.DataFrame, pl.Series]]:
        """The pairs to be found anew after some claims changed, part by part, and which others were compared anew
        among themselves. Each part: versions as they are now, and those that are there no more.
        """

    def group(self, standing: pl.DataFrame, pairs: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
        """To which event each claim belonged, and when."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What all decisions come to: settings, links, claims added (as `told` and as versions), and the decisions."""

    settings: pl.DataFrame
    links: pl.DataFrame
    added: pl.DataFrame
    versions: pl.DataFrame
    decisions: pl.DataFrame


def has_any(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether anything was ever decided, or found alike."""
    query = "SELECT EXISTS (FROM base.decided), EXISTS (FROM base.link), EXISTS (FROM base.pair)"
    return any(connection.execute(query).fetchall()[0])


def lift(connection: duckdb.DuckDBPyConnection, feed: str) -> None:
    """Put a feed's claims as they were delivered, before something is compared with them."""
    if _lifting(connection, feed):
        _lift(connection)


def lay(connection: duckdb.DuckDBPyConnection, rules: Rules | None, feed: str) -> None:
    """Lay decisions over a feed's claims again."""
    if _lifting(connection, feed):
        connection.execute("INSERT INTO changed_claim FROM lifting")
        _lay(connection, rules)


def _lifting(connection: duckdb.DuckDBPyConnection, feed: str) -> bool:
    """Note which claims of a feed were decided on; False for none, as of most feeds."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE lifting AS SELECT claim FROM base.claim WHERE feed = ?"
        " AND claim IN (SELECT claim FROM base.decided WHERE subject = 'claim')",
        [feed],
    )
    return _count(connection, "lifting") > 0


def _lift(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(sql("notice"))
    connection.execute(sql("lift"))


def decide(connection: duckdb.DuckDBPyConnection, told: Decided, rules: Rules) -> bool:
    """Bring the ledger to what all decisions come to; only what they changed is worked on.

    Gives whether any claim says something else now.
    """
    frames = {"decision": told.decisions, "decided": told.settings, "link": told.links, "added": told.added}
    for name, frame in frames.items():
        connection.register(f"arrow_{name}", frame.to_arrow())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE new_{name} AS FROM base.{name} LIMIT 0")
        connection.execute(f"INSERT INTO new_{name} BY NAME FROM arrow_{name}")
        connection.unregister(f"arrow_{name}")
    connection.execute(sql("decide"))
    _lift(connection)
    connection.execute(sql("decided"))
    connection.register("all_given", told.versions.to_arrow())
    connection.execute("CREATE OR REPLACE TEMP TABLE given AS FROM all_given WHERE claim IN (FROM changed_added)")
    connection.unregister("all_given")
    connection.execute(sql("write_added"))
    _lay(connection, rules)
    return _count(connection, "lifting") > 0


def _lay(connection: duckdb.DuckDBPyConnection, rules: Rules | None) -> None:
    connection.execute(sql("lay_aside"))
    if connection.execute("SELECT EXISTS (FROM laying)").fetchall()[0][0]:
        delivered = fetch(connection, "FROM base.origin WHERE claim IN (SELECT claim FROM laying)")
        settings = fetch(connection, "FROM base.decided WHERE claim IN (SELECT claim FROM laying)")
        connection.register("holding", _rules(rules).overlaid(delivered, settings).to_arrow())
        connection.execute(sql("lay_over"))
        connection.unregister("holding")
    connection.execute(sql("touch_laid"))


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty the notes of what people's words and deliveries change; call at the start of each transaction."""
    connection.execute("CREATE OR REPLACE TEMP TABLE changed_claim (claim UBIGINT)")
    connection.execute("CREATE OR REPLACE TEMP TABLE touched_mark (claim UBIGINT)")
    connection.execute("CREATE OR REPLACE TEMP TABLE touched_delivery (delivery VARCHAR)")
    connection.execute("CREATE OR REPLACE TEMP TABLE left_version AS FROM base.claim_past LIMIT 0")
    connection.execute("SET VARIABLE all_anew = false")


def pair(connection: duckdb.DuckDBPyConnection, rules: Rules | None) -> None:
    """Find which claims are like which, where any were read out of prose: anew only around those that changed."""
    prose = "SELECT EXISTS (FROM base.document WHERE text IS NOT NULL), EXISTS (FROM base.pair)"
    if rules is None or not any(connection.execute(prose).fetchall()[0]):
        return
    connection.execute(sql("scored_world"))
    connection.execute(sql("changed_world"))
    connection.execute("CREATE OR REPLACE TEMP TABLE new_pair AS FROM base.pair LIMIT 0")
    if _most(connection):
        old = "base.pair"
        named = fetch(connection, f"SELECT DISTINCT place, country FROM {_WORLD}")
        for found in rules.pairs(_parts(connection), named):
            _add(connection, "new_pair", found)
    else:
        old = "(FROM base.pair WHERE one IN (FROM changed) OR other IN (FROM changed)"
        old += " OR (one IN (FROM around) AND other IN (FROM around)))"
        _refresh(connection, rules)
    connection.execute(sql("pair_write", old=old))


def _add(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("arrow_more", frame.to_arrow())
    connection.execute(f"INSERT INTO {table} BY NAME FROM arrow_more")
    connection.unregister("arrow_more")


def _parts(connection: duckdb.DuckDBPyConnection) -> Iterator[pl.DataFrame]:
    """The versions of all claims that could be compared, by the first word of their kind; few rows are one part."""
    root = "split_part(kind, '.', 1)"
    counted = f"SELECT {root} AS root, count(*) AS size FROM {_WORLD} AND kind IS NOT NULL GROUP BY 1"
    parts = connection.execute(
        f"SELECT list(root) FROM (SELECT root, (sum(size) OVER (ORDER BY root) - size) // {_AT_ONCE} AS part"
        f" FROM ({counted})) GROUP BY part ORDER BY part"
    ).fetchall()
    for (roots,) in parts:
        among = ", ".join(map(quoted, roots))
        yield fetch(connection, sql("world_rows", versions=f"{_WORLD} AND {root} IN ({among})"))


def _most(connection: duckdb.DuckDBPyConnection) -> bool:
    """So much changed that all anew is less work."""
    query = "SELECT getvariable('all_anew') OR 2 * (SELECT count(*) FROM changed) > (SELECT count(*) FROM scored)"
    return bool(connection.execute(query).fetchall()[0][0])


def _refresh(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Find pairs only around what changed, and whose pairs among each other they take the place of (`around`)."""
    now = sql("world_rows", versions="live_version WHERE claim IN (FROM near_changed)")
    left = sql("world_rows", versions="left_version")
    connection.execute(sql("near_rows", now=now, left=left, at_once=str(_AT_ONCE)))
    connection.execute("CREATE OR REPLACE TEMP TABLE around (claim UBIGINT)")
    named = fetch(connection, "SELECT DISTINCT place, country FROM near_row")
    changed = fetch(connection, "FROM changed")["claim"]
    for found, around in rules.refreshed(_near_parts(connection), named, changed):
        _add(connection, "new_pair", found)
        _add(connection, "around", around.alias("claim").to_frame())
    connection.execute("DROP TABLE near_row")


def _near_parts(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """What is near, now and before, in parts between which no pair can be."""
    for (part,) in connection.execute("SELECT DISTINCT part FROM near_row ORDER BY ALL").fetchall():
        mine = f"SELECT * EXCLUDE (part, gone) FROM near_row WHERE part = {part} AND"
        yield fetch(connection, f"{mine} NOT gone"), fetch(connection, f"{mine} gone")


def link(connection: duckdb.DuckDBPyConnection, rules: Rules | None) -> None:
    """Settle anew which event claims belong to that are like others, or put together or apart by a person."""
    connection.execute(sql("link_seeds"))
    if _count(connection, "reach") == 0:
        return
    merges = str(_rules(rules).merges)
    connection.execute(sql("link_ties", merges=merges))
    while _count(connection, "latest"):
        connection.execute(sql("link_grow"))
    standing = fetch(
        connection,
        "SELECT claim, feed, single, grp AS same, first_known_at, known_at, nullif(known_to, 'infinity') AS known_to"
        " FROM spell WHERE claim IN (FROM reach) AND known_at < known_to",
    )
    pairs = fetch(connection, f"FROM base.pair WHERE score >= {merges} AND one IN (FROM reach)")
    links = fetch(connection, "FROM base.link WHERE one IN (FROM reach)")
    connection.register("found", _rules(rules).group(standing, pairs, links).to_arrow())
    connection.execute(sql("link_write"))
    connection.unregister("found")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _rules(rules: Rules | None) -> Rules:
    if rules is None:
        raise WarehouseError("this ledger holds decisions; open it with the rules that they are taken by")
    return rules
