"""What a claim's confidence is made of: its signs, what they weigh, and the wording around it."""

from __future__ import annotations

from pathlib import Path

import scoring
from sample import DAY, claims, knowledge

from timeline import kinds, places
from timeline.extract import of_text, wordlists
from timeline.extract.assembly import read
from timeline.extract.confidence import likely
from timeline.extract.signs import Weighing
from timeline.extract.wording import read_kinds, spoken_for

# Too seldom to be met in our own articles.
_SELDOM = frozenset(("faint", "doubt clause", "attributed: quoted", "to the minute"))


def chance(text: str, kind: str) -> float:
    return max(claim["confidence"] for claim in claims(text) if claim["kind"].startswith(kind))


def test_what_has_a_weight_is_a_sign_that_claims_have() -> None:
    """A sign that is renamed would weigh nothing without a word."""
    seen = set()
    for name in scoring.names():
        text, _, _ = scoring.article(name)
        document, drafts = read(text, DAY, *knowledge(), least=0.0)
        weighing = Weighing(document, drafts)
        seen |= {sign for draft in drafts for sign, _ in weighing.signs(draft)}
    plain = {sign for sign in wordlists.load("weights").values["weights"] if not _is_special(sign)}
    assert len(plain) > 40
    assert plain - seen <= _SELDOM


def _is_special(sign: str) -> bool:
    """Of one kind or one verb of saying alone, or two signs together: not every one of these is met."""
    return sign.startswith("by ") or "," in sign or any(kind in sign for kind in knowledge()[0].kinds["kind"])


def test_each_word_speaks_once_and_only_for_its_kinds() -> None:
    odds = {"shelled": {"armed_attack": 2.0}, "talks": {"diplomacy": 1.5, "armed_attack": 0.25}}
    assert spoken_for(["shelled", "shelled", "talks", "said"], odds) == {"armed_attack": 2.25, "diplomacy": 1.5}
    assert spoken_for([], odds) == {}


def test_the_words_around_a_trigger_count() -> None:
    document, drafts = read("Rebels shelled the town of Bria on Monday, killing nine.", DAY, *knowledge(), least=0.0)
    (attack,) = [draft for draft in drafts if draft.root == "armed_attack"]
    for_it = Weighing(document, drafts, {"killing": {"armed_attack": 3.0}})
    against = Weighing(document, drafts, {"killing": {"disaster": 3.0}})
    silent = Weighing(document, drafts, {})
    assert likely(for_it.signs(attack)) > likely(silent.signs(attack)) > likely(against.signs(attack))


def test_a_day_and_a_number_make_a_claim_likelier() -> None:
    bare, dated, counted = (
        chance(f"Police detained {whom}{when}.", "detention")
        for whom, when in (("the men", ""), ("the men", " on Monday"), ("40 men", " on Monday"))
    )
    assert bare < dated < counted


def test_a_kind_that_nobody_has_read_is_trusted(tmp_path: Path) -> None:
    own = tmp_path / "kinds.toml"
    own.write_text(
        '[piracy]\ngroup = "Crime"\nlabel = "Piracy"\ndefinition = "A ship is boarded."\n'
        'triggers = ["board .. tanker"]\n',
        encoding="utf-8",
    )
    assert "piracy" not in read_kinds()
    found = of_text("Men with knives boarded a tanker.", DAY, kinds.taxonomy(own), places.load())
    assert [(claim["kind"], claim["confidence"] >= 0.5) for claim in found] == [("piracy", True)]
