"""The work on one feed within a run: receive its files, parse what the ledger lacks, take it in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from timeline import worker
from timeline.config.project import Feed
from timeline.errors import InputError, WarehouseError
from timeline.ingest import adhoc, ahead, plan, prose
from timeline.ingest.discover import Found, find_files, odd_files
from timeline.ingest.reads import Read, Spooled, in_batches
from timeline.ingest.receipts import Receipt, receipt_id
from timeline.ingest.settings import Settings, Summary
from timeline.warehouse.arrivals import FeedRow, Parsed
from timeline.warehouse.deliver import ChangesError, ShrinkError
from timeline.warehouse.ledger import Ledger, SeenFile

_SEVERAL = 3
# Articles that are taken in one transaction: what is held of them at once, while the next ones are being read.
_BATCH = 250


@dataclass(frozen=True, slots=True)
class FeedRun:
    """One feed in one run. `aside`: the runs whose deliveries a person took back."""

    settings: Settings
    ledger: Ledger
    summary: Summary
    feed: Feed
    row: FeedRow
    kind_names: list[str]
    aside: frozenset[str] = frozenset()
    begun: ahead.Ahead = field(default_factory=ahead.Ahead)
    spooled: Spooled = field(default_factory=Spooled)

    def work(self, *, has_rejects: bool) -> None:
        """Bring the ledger to hold what the feed's files and receipts say; problems go to the summary."""
        self._fetch()
        files = self._files()
        changed = self._changed(files)
        self.summary.unchanged += len(files) - len(changed)
        try:
            unread = self._receive(changed)
            failed = self.settle({found.name for found in files}, has_rejects=has_rejects)
        finally:
            self.begun.drop()
            self.settings.store.settle()
        taken = [found for found in changed if found.name not in failed | unread.keys()]
        self.ledger.remember_files(self.feed.name, {f.name: SeenFile(f.size, f.mtime_ns, f.sidecar) for f in taken})

    def settle(self, present: set[str], *, has_rejects: bool) -> set[str]:
        """Bring the ledger to hold what the receipts say that count; gives the paths of what could not be taken.

        `present`: the feed's files by name; a receipt that could not be taken is tried again only for one of them.
        """
        receipts = self._counting()
        before = self.ledger.feed_row(self.feed.name)
        again = plan.reread(
            self.row,
            before,
            prose=self.feed.prose,
            has_rejects=has_rejects,
            unknown_kinds=self._unknown_kinds(before),
        )
        wanted = plan.in_force(receipts, present)
        failed, whole = self._bring(wanted, again=again)
        if whole and before != self.row and (receipts or before):
            self.ledger.record_feed(self.row)
        return failed

    def rebuild(self, accepted: set[str] | None, seen: dict[str, SeenFile]) -> None:
        """Take all receipts of the feed anew into an empty ledger. None accepted: whatever was not refused was.

        `seen`: what its files looked like when they were taken.
        """
        held = accepted or set()
        receipts = [r for r in self._counting() if r.problem is None or plan.arrival(self.feed, r).id in held]
        if receipts:
            self._replay(list(self._read(receipts)), accepted)
            self.ledger.remember_files(self.feed.name, seen)
        if self._mine():
            self.ledger.record_feed(self.row)

    def _fetch(self) -> None:
        """Bring what the feed's URL has that is new; that it can't be fetched is no reason not to take the rest."""
        if self.feed.url and self.settings.only is None:
            from timeline.ingest.fetch import fetch

            self.settings.progress(f"fetching {self.feed.url}", 0, 1)
            problem = fetch(self.feed, self.settings.store.folder, self.summary.started_at).problem
            self.summary.problems += [problem] if problem else []

    def _files(self) -> list[Found]:
        if self.settings.only is None:
            odd = odd_files(self.feed, self.settings.store.folder)
            self.summary.problems += [each for each in odd if each not in self.summary.problems]
            return find_files(self.feed, self.settings.store.folder)
        return list(self.settings.only)

    def _changed(self, files: list[Found]) -> list[Found]:
        mine = self._mine()
        told = adhoc.settings_of(self.feed)
        if told and mine and mine[-1].feed_settings != told:
            return files
        seen = self.ledger.seen_files(self.feed.name)
        return [found for found in files if not plan.unchanged(found, seen.get(found.name))]

    def _unknown_kinds(self, before: FeedRow | None) -> bool:
        """The ledger holds claims of a kind that the taxonomy has lost."""
        if before is None or before.taxonomy == self.row.taxonomy:
            return False
        return not self.ledger.kinds_of(self.feed.name) <= set(self.kind_names)

    def _receive(self, changed: list[Found]) -> dict[str, str]:
        if not changed:
            return {}
        if self.feed.prose:
            worker.ready_several(len(changed), prose.knowledge_of(self.settings))
        else:
            worker.ready()
        self._begin_ahead(changed)
        problems = plan.receive(
            self.feed,
            changed,
            self.settings.store,
            run=self.summary.run,
            now=self.summary.started_at,
            allow_shrink=self.settings.allow_shrink,
            aside=self.aside,
        )
        self.summary.problems += problems.values()
        return problems

    def _begin_ahead(self, changed: list[Found]) -> None:
        """Let a long table be parsed while it is being kept, where nothing else has come."""
        if len(changed) == 1 and not self.feed.prose and changed[0].size >= ahead.LONG:
            task = self._table_task("", changed[0].path, changed[0].name)
            self.begun.begin(replace(task, basis=self._held_basis()), self._spool())

    def _mine(self) -> list[Receipt]:
        return self.settings.store.receipts(self.feed.name)

    def _counting(self) -> list[Receipt]:
        """The feed's receipts but for those of runs that were taken back."""
        return [receipt for receipt in self._mine() if receipt.run not in self.aside]

    def _bring(self, receipts: list[Receipt], *, again: bool) -> tuple[set[str], bool]:
        """Take what is missing, or replay the feed; gives the paths that could not be taken, and whether the feed is
        as it should be but for those.
        """
        held = self.ledger.held(self.feed.name)
        ids = {plan.arrival(self.feed, receipt).id for receipt in receipts if receipt.known_at}
        missing = [r for r in receipts if r.known_at is None or plan.arrival(self.feed, r).id not in held]
        if again or not held <= ids:
            self._check_receipts()
            return self._replay(list(self._read(receipts)), held)
        if self.feed.prose:
            return self._bring_articles(receipts, missing, held)
        fresh = self.spooled.distinct(self._read(missing, self._basis(missing)), held)
        newest = self.ledger.newest(self.feed.name)
        if newest and any(read.arrival.order < newest for read in fresh if not read.parsed.problem):
            old = [receipt for receipt in receipts if receipt not in missing]
            return self._replay([*fresh, *self._read(old)], held)
        return self._take_in_order(fresh), True

    def _bring_articles(self, receipts: list[Receipt], missing: list[Receipt], held: set[str]) -> tuple[set[str], bool]:
        """As `_bring`: some hundreds at a time, each step a transaction, while the next ones are being read.

        Only what says something of documents that the ledger has from a later delivery makes the feed be replayed.
        """
        newest = self.ledger.newest(self.feed.name)
        ordered = sorted(missing, key=lambda receipt: plan.arrival(self.feed, receipt).order)
        batches = in_batches(self._read(ordered), [receipt.id for receipt in ordered], _BATCH)
        failed: set[str] = set()
        for batch in batches:
            fresh = self.spooled.distinct(batch, held)
            done = self._take_together(fresh)
            held |= done
            left = [read for read in fresh if read.arrival.id not in done]
            if newest and any(read.arrival.order < newest for read in left if not read.parsed.problem):
                waiting = [*left, *chain.from_iterable(batches)]
                others = {receipt.id: receipt for receipt in receipts}.keys() - {read.receipt.id for read in waiting}
                old = [receipt for receipt in receipts if receipt.id in others]
                return self._replay([*waiting, *self._read(old)], held)
            failed |= self._take_in_order(left)
            held |= {read.arrival.id for read in left}
        return failed, True

    def _check_receipts(self) -> None:
        """A replay takes out what has no receipt: one that was lost must not take its delivery with it."""
        known = {receipt.id for receipt in self._mine()}
        lost = [
            told for told in self.ledger.held_from(self.feed.name) if receipt_id(self.feed.name, *told) not in known
        ]
        if lost:
            raise InputError(
                f"feed {self.feed.name!r} stays as it was: receipts.jsonl in {self.settings.store.folder} lacks "
                f"{len(lost)} of its deliveries, such as {lost[0][0]}; restore that file from a backup"
            )

    def _take_in_order(self, fresh: Sequence[Read]) -> set[str]:
        failed = set()
        for place, read in enumerate(sorted(fresh, key=lambda read: read.arrival.order)):
            self.settings.progress(f"taking {read.arrival.path}", place, len(fresh))
            problem = self._take(read)
            if problem:
                self._fail(read.receipt, problem)
                failed.add(read.receipt.path)
            elif read.receipt.problem:
                # What could not be taken once, and can now, is no longer left out of a rebuild.
                self.settings.store.append([replace(read.receipt, problem=None)])
        return failed

    def _take_together(self, fresh: Sequence[Read]) -> set[str]:
        """Take new articles in one step; gives the deliveries that were taken so."""
        if len(fresh) < _SEVERAL:
            return set()
        taken = self.ledger.take_together(self.feed.name, [(read.arrival, read.parsed) for read in fresh])
        for one in taken:
            self.summary.add(one)
        done = {one.delivery for one in taken}
        for read in fresh:
            if read.arrival.id in done:
                self.spooled.discard(read.parsed)
        return done

    def _take(self, read: Read) -> str | None:
        """Take one delivery; gives why it could not be taken."""
        if read.parsed.problem:
            return read.parsed.problem
        try:
            self.summary.add(self.ledger.take(read.arrival, read.parsed))
        except ShrinkError as error:
            return str(error)
        except ChangesError:
            (whole,) = self._read([read.receipt])
            return self._take(whole)
        finally:
            self.spooled.discard(read.parsed)
        return None

    def _basis(self, missing: Sequence[Receipt]) -> worker.Basis | None:
        """The delivery before a single new one, if it was read as this one will be."""
        before = self.ledger.basis(self.feed.name)
        if len(missing) != 1 or before is None or missing[0].known_at is None or missing[0].known_from == "mapping":
            return None
        later = plan.arrival(self.feed, missing[0]).order > before.order
        return self._held_basis() if later else None

    def _held_basis(self) -> worker.Basis | None:
        """The newest delivery that the ledger holds, if it was read as one would be now."""
        before = self.ledger.basis(self.feed.name)
        if before is None or self.ledger.feed_row(self.feed.name) != self.row:
            return None
        kept = self.settings.store.kept(before.sha256)
        whole = kept.is_file() and kept.stat().st_size == before.size
        return worker.Basis(kept, before.path, before.rows) if whole else None

    def _replay(self, reads: list[Read], accepted: set[str] | None) -> tuple[set[str], bool]:
        """All in one transaction: either the whole feed is as if its deliveries had come in order, or as before.

        What was accepted once has passed the check against shrinking, and must not be lost.
        """

        def held(read: Read) -> bool:
            return accepted is None or read.arrival.id in accepted

        broken = {read.receipt.id: read.parsed.problem for read in reads if read.parsed.problem}
        lost = [read.parsed.problem for read in reads if read.parsed.problem and held(read)]
        if lost:
            self.summary.problems.append(f"feed {self.feed.name!r} stays as it was: {lost[0]}")
        else:
            broken |= self._replay_good(self.spooled.distinct(reads, set()), held)
        for read in reads:
            if (problem := broken.get(read.receipt.id)) and not held(read):
                self._fail(read.receipt, problem)
            self.spooled.discard(read.parsed)
        return {r.receipt.path for r in reads if r.receipt.id in broken or (lost and not held(r))}, not lost

    def _replay_good(self, reads: list[Read], held: Callable[[Read], bool]) -> dict[str, str]:
        """Replay all but broken ones and those that would withdraw too much; gives the problems of the latter."""
        good = {read.arrival.id: read for read in reads if not read.parsed.problem}
        refused: dict[str, str] = {}
        while True:
            pairs = [
                (replace(r.arrival, allow_shrink=r.arrival.allow_shrink or held(r)), r.parsed) for r in good.values()
            ]
            try:
                taken = self.ledger.replay(self.feed.name, pairs)
                break
            except ShrinkError as error:
                refused[good.pop(error.delivery).receipt.id] = str(error)
        for one in taken:
            if not held(good[one.delivery]):
                self.summary.add(one)
        self.summary.replayed.append(self.feed.name)
        return refused

    def _read(self, receipts: Sequence[Receipt], basis: worker.Basis | None = None) -> Iterator[Read]:
        """Parse the kept bytes in limited child processes; what changed since `basis` only, where that will do."""
        if not receipts:
            return
        if self.feed.prose:
            prose.prepare()
        spool = self._spool()
        by_id = {receipt.id: receipt for receipt in receipts if self.settings.store.intact(receipt)}
        for receipt in receipts:
            if receipt.id not in by_id:
                yield self._damaged(receipt)
        tasks = [replace(self._task(receipt), basis=basis) for receipt in by_id.values()]
        for place, (task, outcome) in enumerate(self._outcomes(tasks, spool, by_id)):
            receipt = by_id[task]
            self.settings.store.settle()
            self.settings.progress(f"reading {receipt.path}", place + 1, len(tasks))
            known = plan.known_now(receipt, outcome.known_at)
            if known != receipt:
                self.settings.store.append([known])
            yield Read(known, plan.arrival(self.feed, known), self.spooled.parsed(outcome, spool))

    def _outcomes(
        self, tasks: list[worker.Task], spool: Path, receipts: Mapping[str, Receipt]
    ) -> Iterator[tuple[str, worker.Outcome]]:
        """By the task's id; what was begun ahead is not done twice."""
        if len(tasks) == 1 and (outcome := self.begun.outcome(tasks[0], receipts[tasks[0].id].size)):
            yield tasks[0].id, outcome
            return
        parse = worker.parse_several if self.feed.prose and len(tasks) > 1 else worker.parse
        yield from ((outcome.id, outcome) for outcome in parse(tasks, spool))

    def _damaged(self, receipt: Receipt) -> Read:
        told = (
            f"{receipt.path}: its kept copy {self.settings.store.kept(receipt.sha256)} is gone or damaged; "
            "deliver the file again, or restore that copy from a backup"
        )
        return Read(receipt, plan.arrival(self.feed, receipt), Parsed(None, None, None, 0, told))

    def _spool(self) -> Path:
        spool = self.settings.layout.spool
        try:
            spool.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WarehouseError(f"{spool}: can't write here ({error.strerror})") from error
        return spool

    def _task(self, receipt: Receipt) -> worker.Task:
        told = prose.settings_of(self.feed, receipt.sidecar, receipt.known_at, self.settings)
        return replace(self._table_task(receipt.id, self.settings.store.kept(receipt.sha256), receipt.path), prose=told)

    def _table_task(self, id_: str, path: Path, name: str) -> worker.Task:
        return worker.Task(
            id=id_,
            path=path,
            name=name,
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
