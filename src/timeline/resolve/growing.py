"""Clusters of claims that only grow: what an arrival changes is told, and nothing else is worked on again.

For claims that nothing keeps apart. There the clusters are what the edges connect, whatever their order, but for
claims that only name a wider area: each moment says anew whether such a one can mean a single happening.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.resolve.grouping import Claim, Edge

Why = tuple[int, float, str]


class Growing:
    """What stands while claims and edges come; `add` gives the claims that may belong elsewhere, or for other reasons.

    Claims are told by their numbers; `head` gives the one that was known first of those together.
    """

    def __init__(self) -> None:
        """Nothing stands yet."""
        self.here: dict[int, Claim] = {}
        self._members: dict[int, list[int]] = {}
        self._of: dict[int, int] = {}
        self._heads: dict[int, int] = {}
        self._equal: dict[int, int] = {}
        self._why: dict[int, Why] = {}
        self._early: dict[int, list[Edge]] = defaultdict(list)
        self._wide: dict[int, list[Edge]] = defaultdict(list)
        self._wide_heads: dict[int, int] = {}
        self._wide_why: dict[int, Why] = {}

    def head(self, claim: int) -> int:
        """The claim that gives the event of this one its id."""
        cluster = self._of[claim]
        return self._wide_heads.get(cluster, self._heads[cluster])

    def why(self, claim: int) -> Why | None:
        """The best edge within its cluster that speaks for a claim: a person's word, score, reason."""
        told = [each[claim] for each in (self._why, self._wide_why) if claim in each]
        return max(told, default=None)

    def add(self, claims: Iterable[Claim], edges: Iterable[Edge]) -> set[int]:
        """Claims and edges that come at one moment."""
        changed: set[int] = set()
        ready = list(edges)
        for one in claims:
            self._put(one, changed)
            ready += self._early.pop(one.claim, ())
        for edge in ready:
            missing = next((end for end in (edge.one, edge.other) if end not in self.here), None)
            if missing is not None:
                self._early[missing].append(edge)
            elif edge.coarse is not None:
                self._wide[edge.coarse].append(edge)
            else:
                self._tie(edge, changed)
        if self._wide:
            self._settle_wide(changed)
        return changed

    def _put(self, one: Claim, changed: set[int]) -> None:
        self.here[one.claim] = one
        self._of[one.claim] = self._heads[one.claim] = one.claim
        self._members[one.claim] = [one.claim]
        changed.add(one.claim)
        if one.same is not None:
            self._join(self._equal.setdefault(one.same, one.claim), one.claim, changed)

    def _tie(self, edge: Edge, changed: set[int]) -> None:
        self._join(edge.one, edge.other, changed)
        told = (int(bool(edge.together)), edge.score, edge.reason)
        for claim in (edge.one, edge.other):
            if claim not in self._why or told > self._why[claim]:
                self._why[claim] = told
                changed.add(claim)

    def _join(self, one: int, other: int, changed: set[int]) -> None:
        big, small = self._of[one], self._of[other]
        if big == small:
            return
        if len(self._members[big]) < len(self._members[small]):
            big, small = small, big
        heads = self._heads[big], self._heads.pop(small)
        self._heads[big] = min(heads, key=lambda claim: self.here[claim].order)
        moved = self._members.pop(small)
        changed.update(moved)
        if self._heads[big] != heads[0]:
            changed.update(self._members[big])
        self._members[big] += moved
        for claim in moved:
            self._of[claim] = big

    def _settle_wide(self, changed: set[int]) -> None:
        """Who only names a wider area joins a happening there if it can mean no other."""
        before = {cluster: head for cluster, head in self._wide_heads.items() if cluster in self._members}
        whys = self._wide_why
        roots = self._joined_wide()
        self._wide_heads = self._heads_of(roots)
        self._wide_why = self._whys_of(roots)
        for cluster in before.keys() | self._wide_heads.keys():
            if before.get(cluster) != self._wide_heads.get(cluster):
                changed.update(self._members[cluster])
        changed.update(
            claim for claim in whys.keys() | self._wide_why.keys() if whys.get(claim) != self._wide_why.get(claim)
        )

    def _joined_wide(self) -> dict[int, int]:
        """The clusters that are joined so, each with one that stands for all of them."""
        roots: dict[int, int] = {}

        def find(cluster: int) -> int:
            while roots.setdefault(cluster, cluster) != cluster:
                roots[cluster] = cluster = roots[roots[cluster]]
            return cluster

        for claim, edges in self._wide.items():
            own = self._of[claim]
            others = {self._of[edge.one if edge.other == claim else edge.other] for edge in edges} - {own}
            if len(others) == 1:
                roots[find(own)] = find(others.pop())
        return {cluster: find(cluster) for cluster in roots}

    def _heads_of(self, roots: dict[int, int]) -> dict[int, int]:
        heads: dict[int, int] = {}
        for cluster, root in roots.items():
            both = (self._heads[cluster], heads.get(root, self._heads[cluster]))
            heads[root] = min(both, key=lambda claim: self.here[claim].order)
        return {cluster: heads[root] for cluster, root in roots.items()}

    def _whys_of(self, roots: dict[int, int]) -> dict[int, Why]:
        whys: dict[int, Why] = {}
        for edge in (edge for edges in self._wide.values() for edge in edges):
            one, other = self._of[edge.one], self._of[edge.other]
            if roots.get(one, one) == roots.get(other, other):
                told = (int(bool(edge.together)), edge.score, edge.reason)
                for claim in (edge.one, edge.other):
                    whys[claim] = max(whys.get(claim, told), told)
        return whys
