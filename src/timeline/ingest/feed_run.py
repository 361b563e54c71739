"""The work on one feed within a run: receive its files, parse what the ledger lacks, take it in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from timeline import worker
from timeline.config.project import Feed
from timeline.ingest import plan
from timeline.ingest.discover import Found, find_files
from timeline.ingest.receipts import Receipt
from timeline.ingest.settings import Settings, Summary
from timeline.warehouse.arrivals import Arrival, FeedRow, Parsed
from timeline.warehouse.deliver import ShrinkError
from timeline.warehouse.ledger import Ledger, SeenFile


@dataclass(frozen=True, slots=True)
class _Read:
    """A receipt, what the worker made of its bytes, and the delivery that the ledger is told about."""

    receipt: Receipt
    arrival: Arrival
    parsed: Parsed


@dataclass(frozen=True, slots=True)
class FeedRun:
    """One feed in one run."""

    settings: Settings
    ledger: Ledger
    summary: Summary
    feed: Feed
    row: FeedRow
    kind_names: list[str]

    def work(self, *, has_rejects: bool) -> None:
        """Bring the ledger to hold what the feed's files and receipts say; problems go to the summary."""
        files = self._files()
        seen = self.ledger.seen_files(self.feed.name)
        changed = tuple(found for found in files if not plan.unchanged(found, seen.get(found.name)))
        self.summary.unchanged += len(files) - len(changed)
        receipts = self._receive(changed)
        before = self.ledger.feed_row(self.feed.name)
        again = plan.reread(self.row, before, has_rejects=has_rejects)
        failed = self._bring(plan.in_force(receipts, {found.name for found in files}), again=again)
        if before != self.row and (receipts or before):
            self.ledger.record_feed(self.row)
        taken = [found for found in changed if found.name not in failed]
        self.ledger.remember_files(self.feed.name, {f.name: SeenFile(f.size, f.mtime_ns, f.sidecar) for f in taken})

    def _files(self) -> list[Found]:
        if self.settings.only is not None:
            return list(self.settings.only)
        return find_files(self.feed, self.settings.store.folder)

    def _receive(self, changed: tuple[Found, ...]) -> list[Receipt]:
        store = self.settings.store
        if changed:
            plan.receive(
                self.feed,
                changed,
                store,
                self._mine(),
                run=self.summary.run,
                now=self.summary.started_at,
                allow_shrink=self.settings.allow_shrink,
            )
        return self._mine()

    def _mine(self) -> list[Receipt]:
        return [receipt for receipt in self.settings.store.receipts() if receipt.feed == self.feed.name]

    def _bring(self, receipts: list[Receipt], *, again: bool) -> set[str]:
        """Take what is missing, or replay the feed; gives the paths that could not be taken."""
        held = self.ledger.held(self.feed.name)
        ids = {plan.arrival(self.feed, receipt).id for receipt in receipts if receipt.known_at}
        missing = [r for r in receipts if r.known_at is None or plan.arrival(self.feed, r).id not in held]
        if again or not held <= ids:
            return self._replay(list(self._read(receipts)), held)
        fresh = list(self._read(missing))
        newest = self.ledger.newest(self.feed.name)
        if newest and any(read.arrival.order < newest for read in fresh if not read.parsed.problem):
            old = [receipt for receipt in receipts if receipt not in missing]
            return self._replay([*fresh, *self._read(old)], held)
        return self._take_in_order(fresh)

    def _take_in_order(self, fresh: Sequence[_Read]) -> set[str]:
        failed = set()
        for place, read in enumerate(sorted(fresh, key=lambda read: read.arrival.order)):
            self.settings.progress(f"taking {read.arrival.path}", place, len(fresh))
            problem = read.parsed.problem
            try:
                if not problem:
                    self.summary.add(self.ledger.take(read.arrival, read.parsed))
            except ShrinkError as error:
                problem = str(error)
            if problem:
                self._fail(read.receipt, problem)
                failed.add(read.receipt.path)
            _discard(read.parsed)
        return failed

    def _replay(self, reads: Sequence[_Read], held: set[str]) -> set[str]:
        """All in one transaction: either the whole feed is as if its deliveries had come in order, or as before."""
        broken = [read for read in reads if read.parsed.problem]
        lost = [read for read in broken if read.arrival.id in held]
        problem = lost[0].parsed.problem if lost else None
        if problem is None:
            good = [read for read in reads if not read.parsed.problem]
            # A delivery that was taken once has passed the check against shrinking.
            pairs = [
                (replace(r.arrival, allow_shrink=r.arrival.allow_shrink or r.arrival.id in held), r.parsed)
                for r in good
            ]
            try:
                taken = self.ledger.replay(self.feed.name, pairs)
            except ShrinkError as error:
                problem = str(error)
            else:
                for one in taken:
                    if one.delivery not in held:
                        self.summary.add(one)
                self.summary.replayed.append(self.feed.name)
        if problem is not None:
            broken = [read for read in reads if read.arrival.id not in held]
            self.summary.problems.append(f"feed {self.feed.name!r} stays as it was: {problem}")
        for read in broken:
            self._fail(read.receipt, read.parsed.problem or problem or "")
        for read in reads:
            _discard(read.parsed)
        return {read.receipt.path for read in broken}

    def _read(self, receipts: Sequence[Receipt]) -> Iterator[_Read]:
        """Parse the kept bytes in limited child processes."""
        if not receipts:
            return
        spool = self.settings.layout.spool
        spool.mkdir(parents=True, exist_ok=True)
        tasks = [self._task(receipt) for receipt in receipts]
        by_id = {receipt.id: receipt for receipt in receipts}
        for place, outcome in enumerate(worker.parse(tasks, spool)):
            receipt = by_id[outcome.id]
            self.settings.progress(f"reading {receipt.path}", place + 1, len(tasks))
            known = plan.known_now(receipt, outcome.known_at)
            if known != receipt:
                self.settings.store.append([known])
            yield _Read(known, plan.arrival(self.feed, known), _parsed(outcome, spool))

    def _task(self, receipt: Receipt) -> worker.Task:
        return worker.Task(
            id=receipt.id,
            path=self.settings.store.kept(receipt.sha256),
            name=receipt.path,
            feed=self.feed.name,
            mapping=plan.plain(self.feed.mapping or {}),
            zone=self.feed.zone,
            kinds=tuple(self.kind_names),
        )

    def _fail(self, receipt: Receipt, problem: str) -> None:
        if receipt.problem != problem:
            self.settings.store.append([replace(receipt, problem=problem)])
        if problem not in "".join(self.summary.problems):
            self.summary.problems.append(problem)


def _parsed(outcome: worker.Outcome, spool: Path) -> Parsed:
    def part(name: str, rows: int) -> Path | None:
        return spool / f"{outcome.id}.{name}.parquet" if rows else None

    return Parsed(
        claims=part("claims", outcome.claims),
        rejects=part("rejects", outcome.rejects),
        deletions=part("deletions", outcome.deletions),
        rows=outcome.rows,
        problem=outcome.problem,
    )


def _discard(parsed: Parsed) -> None:
    files: Iterable[Path | None] = (parsed.claims, parsed.rejects, parsed.deletions)
    for file in files:
        if file is not None:
            file.unlink(missing_ok=True)
