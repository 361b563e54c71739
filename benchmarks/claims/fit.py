"""What words and other signs say for a claim, and for its numbers, fitted on articles that were read by hand.

    python benchmarks/claims/fit.py          # writes what it found
    python benchmarks/claims/fit.py --check  # only prints F1 by cross-validation

What words say is learned from the articles of `words` and `signs`, and what signs say from those of `signs`, each part
of them judged by words and a network (`further.py`) that have not seen it; the rest from both. Writes wording.gz,
weights.toml, ties.toml, ties.gz, bases.gz, days.gz and named.gz into src/timeline/extract/lexicon. A claim is worth 1
where the reading has it, else 0; what the reading calls optional teaches nothing. Needs `pip install -e '.[fit]'`, and
half an hour.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any, Final, NamedTuple

from corpus import PARTS, Article, knowledge, others, ours
from days import rows_of_days
from learning import (
    LEXICON,
    Marked,
    Row,
    both_of,
    crossed,
    crossed_choices,
    crossed_senses,
    crossed_with_marks,
    f1,
    of_choices,
    of_senses,
    side_by_side,
    weights_of,
    write,
)
from parts import LEFT_OUT, network_at, path_of, without
from sentences import Sentences, labels_of, sentences_of
from sklearn.feature_extraction.text import CountVectorizer
from ties import SPARE, Sense, has_numbers, rows_of_ties

from timeline.extract.assembly import LEAST, weighed
from timeline.extract.signs import Weighing
from timeline.extract.spoken import Learned, Spoken
from timeline.extract.tables import unpacked
from timeline.extract.wording import Wording, marks

# How loosely words are fitted (the inverse of the ridge).
_LOOSE: Final = 1.0
# A mark counts if so many sentences have it.
_RARE_WORD: Final = 2
_AT_ONCE: Final = 20
# What was really printed is told otherwise than what was written for this, and there is less of it: each claim of it
# counts as so many when signs are weighed.
_PRINTED: Final = 2


class Rows(NamedTuple):
    """All that may be claims, however unlikely; all that may be their numbers, and in which sense those count that are;
    by the name of what is learned from it for each claim all days that it may have.
    """

    claims: list[Row]
    ties: list[Row]
    senses: list[Sense]
    days: dict[str, list[list[Row]]]

    def add(self, others: Rows) -> None:
        """Those too."""
        self.claims.extend(others.claims)
        self.ties.extend(others.ties)
        self.senses.extend(others.senses)
        for name, choices in others.days.items():
            self.days.setdefault(name, []).extend(choices)


def table_of(seen: Sentences) -> Marked:
    """What words say for the kinds, each judged by itself."""
    labels = labels_of(seen.told, seen.maybe)
    counting = CountVectorizer(analyzer=marks, binary=True, min_df=_RARE_WORD)
    rows = counting.fit_transform(seen.words)
    weights, idle = side_by_side(rows, labels.worth, labels.sure, _LOOSE)
    return Marked(list(labels.kinds), idle, list(map(str, counting.get_feature_names_out())), weights)


def tables_of(articles: Sequence[Article]) -> dict[int | None, bytes]:
    """What words say, as a file, learned from all but each part of `signs`, and from all (None)."""
    sentences = sentences_of(articles)
    with ProcessPoolExecutor() as pool:
        tables = pool.map(table_of, [without(part, articles, sentences) for part in LEFT_OUT])
        return {part: table.packed() for part, table in zip(LEFT_OUT, tables, strict=True)}


def known_by(table: bytes, part: int | None) -> Learned:
    """What was learned without that part: what words say, as a file, and the network."""
    if not path_of(part).exists():
        raise SystemExit(f"{path_of(part)} is not there: run further.py.")
    known = Learned(Wording(unpacked(table)), network_at(path_of(part)))
    if known.network is not None and known.wording.kinds != known.network.kinds:
        raise SystemExit("The readings have other kinds than the network: run teach.py.")
    return known


def rows_of(articles: Sequence[Article], known: Learned) -> Rows:
    """The rows of articles, judged by what was learned."""
    rows = Rows([], [], [], {})
    with ProcessPoolExecutor() as pool:
        for each in pool.map(partial(_rows_of_article, known), articles, chunksize=_AT_ONCE):
            rows.add(each)
    return rows


def _rows_of_article(known: Learned, article: Article) -> Rows:
    document, drafts = weighed(article.text, article.published, *knowledge(), known)
    read = _paired(article.reading, [(*document.bounds(draft.sentence), draft.root) for draft in drafts])
    rows = Rows([], [], [], {})
    for name, choice in rows_of_days(article, document, drafts, read):
        rows.days.setdefault(name, []).append(choice)
    weighing = Weighing(document, drafts, Spoken(document, known))
    for draft, claim in zip(drafts, read, strict=True):
        signs = {name: there for name, there in weighing.signs(draft) if there}
        rows.claims.append(Row(article.fold, signs, _worth(claim), times=_PRINTED if article.printed else 1))
    if has_numbers(article):
        for row, sense in rows_of_ties(article, document, drafts, read):
            rows.ties.append(row)
            rows.senses.extend([sense] if sense else [])
    return rows


def _worth(claim: Mapping[str, Any] | None) -> float | None:
    if claim is None:
        return 0.0
    return None if claim["optional"] else 1.0


def _paired(
    reading: Sequence[Mapping[str, Any]], claims: Sequence[tuple[int, int, str]]
) -> list[Mapping[str, Any] | None]:
    """For each claim that of the reading, one to one, what is wanted first and the larger overlap first."""
    pairs = sorted(
        (each["optional"], -shared, at, place)
        for at, each in enumerate(reading)
        for place, (start, end, root) in enumerate(claims)
        if root == each["kind"].partition(".")[0]
        and (shared := min(end, each["sentence"][1]) - max(start, each["sentence"][0])) > 0
    )
    found: list[Mapping[str, Any] | None] = [None] * len(claims)
    taken: set[int] = set()
    for _, _, at, place in pairs:
        if at not in taken and found[place] is None:
            taken.add(at)
            found[place] = reading[at]
    return found


def check(articles: Sequence[Article], rows: Rows) -> None:
    """Print F1 by cross-validation, for a few least chances."""
    wanted = sum(not claim["optional"] for article in articles for claim in article.reading)
    chances = crossed(rows.claims)
    print(
        f"{len(articles)} articles, {wanted} claims wanted; all that is read: {f1(rows.claims, chances, 0, wanted):.1f}"
    )
    for least in sorted({0.2, 0.25, 0.3, 0.35, 0.4, 0.45, LEAST}):
        print(f"at least {least:.2f}: {f1(rows.claims, chances, least, wanted):.1f}")
    judged = [pair for pair in zip(rows.ties, crossed_with_marks(rows.ties), strict=True) if SPARE not in pair[0].signs]
    ties, chances = [row for row, _ in judged], [likely for _, likely in judged]
    known = int(sum(row.worth or 0 for row in ties))
    print(f"{len(ties)} numbers beside claims, {known} of them theirs")
    for least in (0.3, 0.35, 0.4, 0.5):
        print(f"at least {least:.2f}: {f1(ties, chances, least, known):.1f}")
    right = crossed_senses(*map(list, zip(*rows.senses, strict=True)))
    print(f"in the right sense, of {len(rows.senses)} numbers: {right:.1f} %")
    for name, choices in sorted(rows.days.items()):
        print(f"with the right days, of {len(choices)} claims of {name}: {crossed_choices(choices):.1f} %")


def write_numbers(rows: Rows) -> None:
    """What tells which numbers a claim counts, and in which sense."""
    weights, marked = both_of(rows.ties, "counted")
    told = {sign: weight for sign, weight in weights.items() if not sign.startswith(SPARE)}
    write(told, "ties", "each sign of a number beside a claim weighs")
    (LEXICON / "ties.gz").write_bytes(marked.packed())
    _, marks, senses = zip(*rows.senses, strict=True)
    (LEXICON / "bases.gz").write_bytes(of_senses(marks, senses).packed())


def main() -> None:
    """Read, fit, and write or print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="print F1 by cross-validation, and write nothing")
    asked = parser.parse_args()
    words, signs = [*ours(), *others("words")], list(others("signs"))
    tables = tables_of([*words, *signs])
    rows = Rows([], [], [], {})
    for part in range(PARTS):
        rows.add(rows_of([article for article in signs if article.part == part], known_by(tables[part], part)))
    # What words say does not tell which numbers are whose, nor which days.
    rows.add(rows_of(words, known_by(tables[None], None))._replace(claims=[]))
    if asked.check:
        check(signs, rows)
    else:
        (LEXICON / "wording.gz").write_bytes(tables[None])
        write(weights_of(rows.claims), "weights", "each sign of a claim weighs")
        write_numbers(rows)
        for name, choices in rows.days.items():
            (LEXICON / f"{name}.gz").write_bytes(of_choices(choices, "day").packed())


if __name__ == "__main__":
    main()
