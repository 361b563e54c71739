"""What a claim's confidence is made of: its signs, what they weigh, and the wording around it."""

from __future__ import annotations

from pathlib import Path

import scoring
from sample import DAY, claims, knowledge, with_piracy

from timeline import places
from timeline.extract import of_text, wordlists
from timeline.extract.assembly import read
from timeline.extract.confidence import likely
from timeline.extract.signs import Weighing
from timeline.extract.wording import Spoken, marks, of_tables, wording

# Too seldom to be met in our own articles.
_SELDOM = frozenset(("doubt clause", "attributed: quoted", "attributed: reported", "to the minute", "to the season"))


def chance(text: str, kind: str) -> float:
    return max(claim["confidence"] for claim in claims(text) if claim["kind"].startswith(kind))


def test_what_has_a_weight_is_a_sign_that_claims_have() -> None:
    """A sign that is renamed would weigh nothing without a word."""
    seen = set()
    for name in scoring.names():
        text, _, _ = scoring.article(name)
        document, drafts = read(text, DAY, *knowledge(), least=0.0)
        weighing = Weighing(document, drafts, Spoken(document))
        seen |= {sign for draft in drafts for sign, _ in weighing.signs(draft)}
    plain = {sign for sign in wordlists.load("weights").values["weights"] if not _is_special(sign)}
    assert len(plain) > 40
    assert plain - seen <= _SELDOM


def _is_special(sign: str) -> bool:
    """Of one kind or one verb of saying alone, or two signs together: not every one of these is met."""
    return sign.startswith("by ") or "," in sign or any(kind in sign for kind in knowledge()[0].kinds["kind"])


def test_marks_are_the_stems_of_words_and_their_pairs_each_once() -> None:
    assert list(marks(["talks", "talked", "on", "12", "talks", "\n"])) == [
        "talk",
        "on",
        "#",
        "talk~talk",
        "talk~on",
        "on~#",
        "#~talk",
    ]


def test_what_marks_say_is_added_up_for_each_kind() -> None:
    tables = {"armed_attack": {"2.0": "shell", "-0.5": "talk on~#"}, "diplomacy": {"1.5": "talk"}}
    known = of_tables({"armed_attack": -3.0, "diplomacy": -4.0}, tables)
    assert known.log_odds(["shelled", "shelled", "talks", "said"]) == [-1.5, -2.5]
    assert known.log_odds(["on", "9"]) == [-3.5, -4.0]
    assert known.log_odds([]) == [-3.0, -4.0]


def test_the_words_around_a_trigger_count() -> None:
    document, drafts = read("Rebels shelled the town of Bria on Monday, killing nine.", DAY, *knowledge(), least=0.0)
    (attack,) = [draft for draft in drafts if draft.root == "armed_attack"]

    def likely_with(tables: dict[str, dict[str, str]]) -> float:
        known = of_tables({"armed_attack": -3.0, "disaster": -3.0}, tables)
        return likely(Weighing(document, drafts, Spoken(document, known)).signs(attack))

    for_it, against = ({kind: {"3.0": "kill"}} for kind in ("armed_attack", "disaster"))
    assert likely_with(for_it) > likely_with({}) > likely_with(against)


def test_a_kind_may_be_told_without_any_of_its_triggers() -> None:
    """The wording alone makes a claim of it, dated as any other; no number is taken from what a trigger tells."""
    text = "Rebels shelled Bria on Monday, and nine people got away over the river."
    known = of_tables({"border_crossing": -3.0}, {"border_crossing": {"4.0": "away"}})
    _, drafts = read(text, DAY, *knowledge(), least=0.0, known=known)
    told = {draft.root: draft for draft in drafts}
    faint = told["border_crossing"]
    assert (faint.faint, told["armed_attack"].faint) == (True, False)
    assert faint.dating is not None
    assert faint.dating.text == "Monday"
    assert not faint.quantities


def test_a_day_and_a_number_make_a_claim_likelier() -> None:
    bare, dated, counted = (
        chance(f"Police detained {whom}{when}.", "detention")
        for whom, when in (("the men", ""), ("the men", " on Monday"), ("40 men", " on Monday"))
    )
    assert bare < dated < counted


def test_a_kind_that_nobody_has_read_is_trusted(tmp_path: Path) -> None:
    assert "piracy" not in wording().kinds
    found = of_text("Men with knives boarded a tanker.", DAY, with_piracy(tmp_path), places.load())
    assert [(claim["kind"], claim["confidence"] >= 0.5) for claim in found] == [("piracy", True)]
