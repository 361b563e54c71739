"""What a claim's confidence is made of: its signs, what they weigh, and the wording around it."""

from __future__ import annotations

import re
from pathlib import Path

import scoring
from sample import DAY, claims, knowledge, with_piracy

from timeline import places
from timeline.extract import of_text, wordlists
from timeline.extract.assembly import weighed
from timeline.extract.confidence import likely
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.fallen import tell_apart
from timeline.extract.signs import Weighing
from timeline.extract.spoken import Learned, Spoken
from timeline.extract.tables import STEP, ZERO, of_steps, packed, unpacked
from timeline.extract.wording import Wording, marks, wording

# Too seldom to be met in our own articles.
_SELDOM = frozenset(
    (
        "doubt clause",
        "attributed: quoted",
        "attributed: reported",
        "to nothing",
        "to the minute",
        "to the quarter",
        "to the season",
    )
)


def chance(text: str, kind: str) -> float:
    return max(claim["confidence"] for claim in claims(text) if claim["kind"].startswith(kind))


def test_what_has_a_weight_is_a_sign_that_claims_have() -> None:
    """A sign that is renamed would weigh nothing without a word."""
    seen = set()
    for name in scoring.names():
        text, _, _ = scoring.article(name)
        document, drafts = weighed(text, DAY, *knowledge())
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


def steps(told: dict[str, dict[str, float]], kinds: tuple[str, ...]) -> bytes:
    return bytes(ZERO + round(each.get(kind, 0.0) / STEP) for each in told.values() for kind in kinds)


def fitted(idle: dict[str, float], told: dict[str, dict[str, float]]) -> Wording:
    """As if it had been fitted. told: a mark to its weight for each kind."""
    return Wording(of_steps(idle, list(told), steps(told, tuple(idle))))


def test_what_marks_say_is_added_up_for_each_kind() -> None:
    idle = {"armed_attack": -3.0, "diplomacy": -4.0}
    told = {"shell": {"armed_attack": 2.0}, "talk": {"armed_attack": -0.5, "diplomacy": 1.5}, "on~#": {"diplomacy": -1}}
    known = fitted(idle, told)
    asked = [["shelled", "shelled", "talks", "said"], ["on", "9"], [], ["said"]]
    assert known.log_odds(asked).tolist() == [[-1.5, -2.5], [-3.0, -5.0], [-3.0, -4.0], [-3.0, -4.0]]
    assert known.log_odds([]).shape == (0, 2)
    assert known.table.weights_of(["talk", "walk"], 0).tolist() == [-0.5, 0.0]
    assert known.table.weights_of(["walk", "talk"], 1).tolist() == [0.0, 1.5]
    again = Wording(unpacked(packed(idle, list(told), steps(told, tuple(idle)))))
    assert (again.kinds, again.table.rows) == (known.kinds, known.table.rows)
    assert again.log_odds(asked).tolist() == known.log_odds(asked).tolist()


def test_the_marks_of_the_longest_sentence_are_added_up_rightly() -> None:
    words = [f"{letter}{other}q" for letter in "bcdfghjklmnp" for other in "bcdfghjklmnpqrtvwxz"]
    known = fitted({"a": -3.0, "b": -3.0}, {word: {"a": 3.96875, "b": -4.0} for word in words})
    assert known.log_odds([words]).tolist() == [[-3.0 + 3.96875 * len(words), -3.0 - 4.0 * len(words)]]


def test_the_words_around_a_trigger_count() -> None:
    document, drafts = weighed("Rebels shelled the town of Bria on Monday, killing nine.", DAY, *knowledge())
    (attack,) = [draft for draft in drafts if draft.root == "armed_attack" and not draft.faint]

    def likely_with(told: dict[str, dict[str, float]]) -> float:
        known = fitted({"armed_attack": -3.0, "disaster": -3.0}, told)
        return likely(Weighing(document, drafts, Spoken(document, Learned(known, None))).signs(attack))

    for_it, against = ({"kill": {kind: 3.0}} for kind in ("armed_attack", "disaster"))
    assert likely_with(for_it) > likely_with({}) > likely_with(against)


def test_the_words_between_the_same_two_commas_count_most() -> None:
    text = "In the morning envoys met, rebels shelled the town of Bria on Monday, and dealers sold grain."
    document, drafts = weighed(text, DAY, *knowledge())
    (attack,) = [draft for draft in drafts if draft.root == "armed_attack" and not draft.faint]

    def likely_with(word: str) -> float:
        known = fitted({"armed_attack": -3.0}, {word: {"armed_attack": 3.0}})
        return likely(Weighing(document, drafts, Spoken(document, Learned(known, None))).signs(attack))

    before, among, behind = map(likely_with, ("envoy", "town", "grain"))
    assert among > before == behind


def test_the_likeliest_sentences_before_and_behind_are_those_of_a_plain_search() -> None:
    text, _, _ = scoring.article(scoring.names()[0])
    document, _ = weighed(text, DAY, *knowledge())
    spoken, sentences = Spoken(document), range(len(document.units.sentences))
    for kind in ("armed_attack", "statement"):
        odds = [spoken.of(at, kind) for at in sentences]
        assert [spoken.of_others(at, kind) for at in sentences] == [
            (max(odds[:at], default=-5.0), max(odds[at + 1 :], default=-5.0)) for at in sentences
        ]
    assert spoken.of_others(0, "piracy") == (-5.0, -5.0)


def test_what_else_is_told_around_a_claim_and_where_it_stands_are_signs() -> None:
    text = "Rebels shelled the town of Bria on Monday. A flood came. Voters stayed away. Talks were held."
    speaking = {"flood": "disaster", "voter": "election", "on": "detention", "shell": "armed_attack"}
    odds = {word: {kind: 3.5} for word, kind in speaking.items()} | {"talk": {"diplomacy": 0.5}}
    kinds = (*speaking.values(), "diplomacy")
    known = Learned(fitted(dict.fromkeys(kinds, -2.5), odds), None)
    document, drafts = weighed(text, DAY, *knowledge(), known)
    (attack,) = (draft for draft in drafts if draft.root == "armed_attack")
    signs = dict(Weighing(document, drafts, Spoken(document, known)).signs(attack))
    # Log odds of 1, counted from -2 on, by threes; those of -2 are nothing.
    assert {name: much for name, much in signs.items() if re.match("armed_attack (beside|near|in a text)", name)} == {
        "armed_attack beside detention": 1.0,
        "armed_attack near disaster": 1.0,
        "armed_attack in a text of detention": 1.0,
        "armed_attack in a text of disaster": 1.0,
        "armed_attack in a text of election": 1.0,
    }
    assert signs["wording of armed_attack"] == signs["wording"] > 0
    stand = {name: signs[name] for name in ("sentence 0", "far from the start", "near the end", "long text")}
    assert stand == {"sentence 0": 1.0, "far from the start": 0.0, "near the end": 0.0, "long text": 0.1}


def test_a_kind_may_be_told_without_any_of_its_triggers() -> None:
    """The wording alone makes a claim of it, dated as any other."""
    text = "Rebels shelled Bria on Monday, and nine people got away over the river."
    known = fitted({"border_crossing": -3.0}, {"away": {"border_crossing": 3.5}})
    _, drafts = weighed(text, DAY, *knowledge(), Learned(known, None))
    told = {draft.root: draft for draft in drafts}
    faint = told["border_crossing"]
    assert (faint.faint, told["armed_attack"].faint) == (True, False)
    assert faint.dating is not None
    assert faint.dating.text == "Monday"


BRIA = "Rebels shelled the town of Bria on Monday, killing nine. The shelling began at dawn. Sellers fled."


def of_bria(attack: float, casualties: float) -> tuple[Document, list[Draft]]:
    """What may be claims, where every sentence has these log odds."""
    known = fitted({"armed_attack": attack, "casualties": casualties}, {"nothing": {}})
    return weighed(BRIA, DAY, *knowledge(), Learned(known, None))


def test_what_rules_leave_out_is_judged_where_its_sentence_speaks_for_it() -> None:
    """The second sentence is held to tell the first one's attack again, and the deaths to be that attack's."""

    def attacks(odds: float) -> list[tuple[int, bool]]:
        _, drafts = of_bria(odds, -9.0)
        return [(draft.sentence, draft.fell) for draft in drafts if draft.root == "armed_attack" and draft.hits]

    assert attacks(-9.0) == [(0, False)]
    assert attacks(0.0)[:2] == [(0, False), (1, True)]
    _, drafts = of_bria(0.0, 0.0)
    assert not [draft for draft in drafts if (draft.sentence, draft.root, draft.fell) == (0, "casualties", True)]


def test_a_second_telling_that_is_shown_is_no_quote_of_the_first() -> None:
    document, drafts = of_bria(0.0, -9.0)
    first, second = drafts[:2]
    assert (first.also, second.fell) == ([1], True)
    tell_apart(document, drafts)
    assert (first.also, second.also) == ([], [])
    again, [alone, *_] = of_bria(0.0, -9.0)
    tell_apart(again, [alone])
    assert alone.also == [1]


def test_words_that_mean_something_else_by_a_rule_are_judged_too() -> None:
    """To mobilize voters is no call-up by a rule; the words around may know better."""
    known = fitted({"mobilization_order": 0.0}, {"nothing": {}})
    text = "The party mobilized its voters in the region on Monday."
    _, drafts = weighed(text, DAY, *knowledge(), Learned(known, None))
    assert [(draft.root, draft.fell) for draft in drafts] == [("mobilization_order", True)]


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
