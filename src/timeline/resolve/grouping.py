"""From pairs to events: which claims are one happening, at one moment and through time.

What a person decided goes first, then equal kind, dates and place, then the pairs by falling score. Two rows that one
feed gives as happenings of their own never come together but by a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeVar

import polars as pl
from polars import selectors as cs

from timeline.model import INSTANT, Schema
from timeline.resolve.frames import MERGE
from timeline.resolve.growing import Growing
from timeline.resolve.parting import portions

EXACT: Final = "same kind, dates and place"
# Moments are compared and looked up by the ten thousand: as numbers (microseconds) that is a fraction of the work.
BEGINNING: Final = -(1 << 62)
END: Final = 1 << 62

# One version of a claim as it is grouped. same: claims with an equal number have equal kind, dates and place; NULL:
# such a claim has none to compare.
STANDING: Final[Schema] = {
    "claim": pl.UInt64(),
    "feed": pl.String(),
    "single": pl.Boolean(),
    "same": pl.UInt64(),
    "first_known_at": INSTANT,
    "known_at": INSTANT,
    "known_to": INSTANT,
}

# To which event a claim belonged, and when. The event's id is that of the claim in it that was known first. score and
# reason: NULL for the claim that gives the event its id.
MEMBERSHIP: Final[Schema] = {
    "claim": pl.UInt64(),
    "event": pl.UInt64(),
    "known_at": INSTANT,
    "known_to": INSTANT,
    "score": pl.Float64(),
    "reason": pl.String(),
}


class Claim(NamedTuple):
    """One version of a claim."""

    claim: int
    feed: str
    single: bool
    same: int | None
    first: int

    @property
    def order(self) -> tuple[int, int]:
        """Of claims together the first in this order gives the event its id."""
        return (self.first, self.claim)


class Edge(NamedTuple):
    """Two claims with what speaks for one event; together: a person's word (None: only the score)."""

    one: int
    other: int
    score: float
    reason: str
    coarse: int | None = None
    together: bool | None = None


@dataclass(slots=True)
class _Cluster:
    members: list[int]
    singles: set[str] = field(default_factory=set)


class _Clusters:
    """Claims in clusters that only grow."""

    def __init__(self, claims: Iterable[Claim], apart: dict[int, set[int]]) -> None:
        self._apart = apart
        self.of = {one.claim: _Cluster([one.claim], {one.feed} if one.single else set()) for one in claims}

    def may(self, one: _Cluster, other: _Cluster) -> bool:
        if one.singles & other.singles:
            return False
        small, big = sorted((one, other), key=lambda cluster: len(cluster.members))
        barred = set().union(*(self._apart.get(member, ()) for member in small.members))
        return barred.isdisjoint(big.members)

    def join(self, one: int, other: int, *, forced: bool = False) -> bool:
        """Put the clusters of two claims together, if that may be; gives whether they are in one."""
        a, b = self.of[one], self.of[other]
        if a is b:
            return True
        if not forced and not self.may(a, b):
            return False
        big, small = (a, b) if len(a.members) >= len(b.members) else (b, a)
        big.members += small.members
        big.singles |= small.singles
        for member in small.members:
            self.of[member] = big
        return True


def group(standing: pl.DataFrame, pairs: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """MEMBERSHIP of all claims of the frame (STANDING) through time, ordered by claim and moment.

    `pairs` is PAIRS; `links` LINKS with known_at and known_to (NULL: from the beginning, to this day). A function of
    the sets: groups of claims that nothing connects are worked on by themselves.
    """
    alike = pairs.filter(pl.col("score") >= MERGE)
    alone, rest = portions(standing.select(list(STANDING)), alike, links)
    nothing = {name: pl.lit(None, dtype=MEMBERSHIP[name]) for name in ("score", "reason")}
    by_itself = alone.select("claim", pl.col("claim").alias("event"), "known_at", "known_to", **nothing)
    made = [by_itself.cast(dict(MEMBERSHIP)), *(_grouped(*portion) for portion in rest)]  # type: ignore[arg-type]
    return pl.concat(made).sort("claim", "known_at")


def _grouped(standing: pl.DataFrame, pairs: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    claims = _claims(standing)
    edges = [*_links(links), *_pairs(pairs)]
    found: list[tuple[Any, ...]] = []
    for members in _connected(claims, edges):
        found += _through_time(*members)
    moments = {name: pl.Int64() for name in MEMBERSHIP if MEMBERSHIP[name] == INSTANT}
    return pl.DataFrame(found, schema={**MEMBERSHIP, **moments}, orient="row").cast(dict(MEMBERSHIP))  # type: ignore[arg-type]


Held = tuple[int, int]


def _claims(standing: pl.DataFrame) -> list[tuple[Claim, Held]]:
    rows = _numbered(standing.select(list(STANDING)))
    return [
        (Claim(claim, feed, bool(single), same, _or(first, BEGINNING)), (_or(since, BEGINNING), _or(until, END)))
        for claim, feed, single, same, first, since, until in rows
    ]


def _numbered(rows: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    return rows.with_columns(cs.datetime().to_physical()).iter_rows()


def _or(moment: int | None, open_: int) -> int:
    return open_ if moment is None else moment


def _links(links: pl.DataFrame) -> list[tuple[Edge, Held]]:
    rows = _numbered(links.select("one", "other", "together", "reason", "known_at", "known_to"))
    return [
        (Edge(one, other, 1.0, reason, together=together), (_or(since, BEGINNING), _or(until, END)))
        for one, other, together, reason, since, until in rows
    ]


def _pairs(pairs: pl.DataFrame) -> list[tuple[Edge, Held]]:
    rows = _numbered(pairs.select("one", "other", "score", "reason", "coarse", "known_at", "known_to"))
    return [
        (Edge(one, other, score, reason, coarse), (_or(since, BEGINNING), _or(until, END)))
        for one, other, score, reason, coarse, since, until in rows
    ]


Part = tuple[list[tuple[Claim, Held]], list[tuple[Edge, Held]]]


def _connected(claims: list[tuple[Claim, Held]], edges: list[tuple[Edge, Held]]) -> list[Part]:
    """Claims and edges in parts between which nothing runs."""
    root: dict[Any, Any] = {}

    def find(node: Any) -> Any:
        root.setdefault(node, node)
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for one, _ in claims:
        if one.same is not None:
            root[find(one.claim)] = find(("same", one.same))
    for edge, _ in edges:
        root[find(edge.one)] = find(edge.other)
    parts: dict[Any, Part] = defaultdict(lambda: ([], []))
    for held in claims:
        parts[find(held[0].claim)][0].append(held)
    for linked in edges:
        parts[find(linked[0].one)][1].append(linked)
    return list(parts.values())


def _through_time(claims: list[tuple[Claim, Held]], edges: list[tuple[Edge, Held]]) -> list[tuple[Any, ...]]:
    if len(claims) == 1:
        (one, (since, until)) = claims[0]
        return [(one.claim, one.claim, _open(since), _open(until), None, None)]
    told = _grown(claims, edges) if _free(claims, edges) else _at_each_moment(claims, edges)
    return [
        (claim, event, _open(since), _open(until), score, reason)
        for claim, mine in told.items()
        for event, since, until, score, reason in mine
    ]


def _free(claims: list[tuple[Claim, Held]], edges: list[tuple[Edge, Held]]) -> bool:
    """Nothing may keep two of these apart: neither a person nor a feed that gives both as happenings of their own."""
    singles = {(one.feed, one.claim) for one, _ in claims if one.single}
    declared = len(singles) > len({feed for feed, _ in singles})
    return not declared and not any(edge.together is False for edge, _ in edges)


# event, since, until, score, reason of each claim, in the order of time
Spans = dict[int, list[list[Any]]]


def _at_each_moment(claims: list[tuple[Claim, Held]], edges: list[tuple[Edge, Held]]) -> Spans:
    moments = sorted({moment for _, held in [*claims, *edges] for moment in held})
    spans: Spans = defaultdict(list)
    for since, until in pairwise(moments):
        present = [one for one, held in claims if held[0] <= since < held[1]]
        valid = [edge for edge, held in edges if held[0] <= since < held[1]]
        for claim, event, score, reason in _at_once(present, valid):
            _tell(spans[claim], [event, since, until, score, reason])
    return spans


def _tell(mine: list[list[Any]], told: list[Any]) -> None:
    """The next span of a claim; one that only goes on is the same."""
    if mine and mine[-1][2] == told[1] and mine[-1][0] == told[0] and mine[-1][3:] == told[3:]:
        mine[-1][2] = told[2]
    else:
        mine.append(told)


def _grown(claims: list[tuple[Claim, Held]], edges: list[tuple[Edge, Held]]) -> Spans:
    """As `_at_each_moment`, for claims that nothing keeps apart: only where something ends, all is worked on anew."""
    coming: dict[int, tuple[list[Claim], list[Edge]]] = defaultdict(lambda: ([], []))
    for one, held in claims:
        coming[held[0]][0].append(one)
    for edge, held in edges:
        coming[held[0]][1].append(edge)
    ending = {held[1] for _, held in [*claims, *edges]} - {END}
    spans: Spans = defaultdict(list)
    standing: dict[int, list[Any]] = {}
    grown = Growing()
    for moment in sorted(coming.keys() | ending):
        if moment in ending:
            grown = Growing()
            changed = grown.add(_valid(claims, moment), _valid(edges, moment)) | standing.keys()
        else:
            changed = grown.add(*coming[moment])
        for claim in changed:
            _turn(claim, moment, grown, standing, spans)
    for claim, (event, since, score, reason) in standing.items():
        _tell(spans[claim], [event, since, END, score, reason])
    return spans


T = TypeVar("T")


def _valid(held: list[tuple[T, Held]], moment: int) -> list[T]:
    return [one for one, (since, until) in held if since <= moment < until]


def _turn(claim: int, moment: int, grown: Growing, standing: dict[int, list[Any]], spans: Spans) -> None:
    """What is so of a claim from this moment on; what was so before is told."""
    now: list[Any] | None = None
    if claim in grown.here:
        head = grown.head(claim)
        score, reason = _why(grown.here[claim], grown.here[head], grown.why(claim))
        now = [head, moment, score, reason]
    before = standing.get(claim)
    if before is not None:
        if now is not None and [before[0], *before[2:]] == [now[0], *now[2:]]:
            return
        _tell(spans[claim], [before[0], before[1], moment, *before[2:]])
        del standing[claim]
    if now is not None:
        standing[claim] = now


def _open(moment: int) -> int | None:
    return None if moment in (BEGINNING, END) else moment


def _at_once(present: Sequence[Claim], edges: Sequence[Edge]) -> list[tuple[int, int, float | None, str | None]]:
    """(claim, event, score, reason) of what stands at one moment."""
    here = {one.claim: one for one in present}
    edges = [edge for edge in edges if edge.one in here and edge.other in here]
    apart: dict[int, set[int]] = defaultdict(set)
    for edge in edges:
        if edge.together is False:
            apart[edge.one].add(edge.other)
            apart[edge.other].add(edge.one)
    clusters = _Clusters(present, apart)
    for edge in edges:
        if edge.together:
            clusters.join(edge.one, edge.other, forced=True)
    _join_equal(clusters, present)
    _join_alike(clusters, [edge for edge in edges if edge.together is None])
    return _told(clusters, here, [edge for edge in edges if edge.together is not False])


def _join_equal(clusters: _Clusters, present: Sequence[Claim]) -> None:
    equal: dict[int, list[Claim]] = defaultdict(list)
    for one in sorted(present, key=lambda one: one.order):
        if one.same is not None:
            equal[one.same].append(one)
    for several in equal.values():
        singles = [one.feed for one in several if one.single]
        # A feed whose rows are happenings of their own and that has two of them here says that they are two.
        crowded = len(singles) > len(set(singles))
        heads: list[int] = []
        for one in several:
            if crowded and one.single:
                continue
            if not any(clusters.join(head, one.claim) for head in heads):
                heads.append(one.claim)


def _join_alike(clusters: _Clusters, edges: list[Edge]) -> None:
    for edge in sorted(edges, key=lambda edge: (-edge.score, edge.one, edge.other)):
        if edge.coarse is None:
            clusters.join(edge.one, edge.other)
    # One that only names a wider area joins a happening there if it can mean no other.
    wide: dict[int, list[int]] = defaultdict(list)
    for edge in edges:
        if edge.coarse is not None:
            wide[edge.coarse].append(edge.one if edge.other == edge.coarse else edge.other)
    fits: dict[int, int] = {}
    for claim, others in sorted(wide.items()):
        apart = [other for other in others if clusters.of[other] is not clusters.of[claim]]
        if len({id(clusters.of[other]) for other in apart}) == 1:
            fits[claim] = apart[0]
    for claim, other in fits.items():
        clusters.join(claim, other)


def _told(
    clusters: _Clusters, here: dict[int, Claim], edges: list[Edge]
) -> list[tuple[int, int, float | None, str | None]]:
    heads: dict[int, Claim] = {}
    for one in here.values():
        cluster = id(clusters.of[one.claim])
        if cluster not in heads or one.order < heads[cluster].order:
            heads[cluster] = one
    why: dict[int, tuple[int, float, str]] = {}
    for edge in edges:
        if clusters.of[edge.one] is clusters.of[edge.other]:
            for claim in (edge.one, edge.other):
                told = (int(bool(edge.together)), edge.score, edge.reason)
                why[claim] = max(why.get(claim, told), told)
    out: list[tuple[int, int, float | None, str | None]] = []
    for one in here.values():
        head = heads[id(clusters.of[one.claim])]
        out.append((one.claim, head.claim, *_why(one, head, why.get(one.claim))))
    return out


def _why(one: Claim, head: Claim, told: tuple[int, float, str] | None) -> tuple[float | None, str | None]:
    if one.claim == head.claim:
        return None, None
    equal = one.same is not None and one.same == head.same
    if told is not None and (told[0] or not equal):
        return told[1], told[2]
    return 1.0, EXACT
