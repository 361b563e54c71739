"""Claims, as `timeline extract` prints them, as the incidents of MUC-3/4: its types, one date, country and victims.

Reads documents `{"doc_id", "text", "pub_date"}` on standard input and prints `{"doc_id", "events"}` for each.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import signs
from signs import Claim, Event

from timeline import kinds, places
from timeline.extract.assembly import read
from timeline.extract.frames import rows_of
from timeline.kinds import Taxonomy
from timeline.places import Gazetteer

# Our kinds as MUC's types, the first that fits; MUC leaves out fighting between armies, and deaths without an attack.
_TYPES: Final = (
    ("kidnapping", "KIDNAPPING"),
    ("robbery", "ROBBERY"),
    ("office_attack.arson", "ARSON"),
    ("armed_attack.sabotage", "ATTACK"),
    ("armed_attack.bombing", "BOMBING"),
    ("armed_attack.explosion", "BOMBING"),
    ("office_attack.explosive", "BOMBING"),
    ("armed_attack.air_strike", ""),
    ("armed_attack.clash", ""),
    ("armed_attack.invasion", ""),
    ("armed_attack", "ATTACK"),
    ("office_attack", "ATTACK"),
    ("casualties", "ATTACK"),
    ("threat", "ATTACK"),
)
_FIRE: Final = re.compile(r"\b(?:fire|ablaze|alight|afire|burn\w*|torch\w*|arson|incendiar\w*|flames)\b", re.IGNORECASE)
# Threats are incidents where somebody's life or a place is threatened.
_TO_KILL: Final = re.compile(
    r"\b(?:death threats?|threat\w* (?:\w+ ){0,6}?(?:kill|murder|assassinat\w*|execut\w*|death|bomb\w*|attack\w*|blow)|"
    r"(?:judge|minister|mayor|leader|official|journalist|lawyer|witness|family|bishop)\w* (?:\w+ ){0,3}threatened)\b",
    re.IGNORECASE,
)
_SEVERAL: Final = re.compile(r"\b(?:were|killings|murders|assassinations|bodies|attempt\w*|corpses)\b", re.IGNORECASE)
_DONE: Final = re.compile(r"\b(?:murder|assassinat|kill|slain|body|corpse|execut)\w*", re.IGNORECASE)
_SHOT_DEAD: Final = re.compile(
    r"\b(?:was|been) (?:\w+ )?(?:shot to death|shot dead|shot and killed|gunned down)|killing (?:him|her)\b",
    re.IGNORECASE,
)
_PEOPLE: Final = re.compile(
    r"\W*(?:the |some |several |our |their )?(?:\w+ ){0,2}?"
    r"(?:priests|jesuits|leaders|students|people|persons|peasants|civilians|citizens|judges|officials|workers|politicians|members|women|men|children|policemen|soldiers|candidates|"
    r"businessmen|individuals|journalists|reporters|prisoners|missionaries|nuns|clergymen|unionists|guerrillas|staff)\b",
    re.IGNORECASE,
)
# Words for the dead of all sorts together: no further number is added to theirs.
_ALL: Final = re.compile(r"^(?:people|persons?|dead|deaths|bodies|victims|lives|casualties)$", re.IGNORECASE)
_TOTAL: Final = 20
# Score of the gazetteer at which it gives the names of peoples too.
_DEMONYMS: Final = 0.3
# Below this confidence nothing is weighed.
LEAST: Final = 0.02
# The day of who says it, not of what happened.
_SAYING: Final = (
    r"(?:said|says|stated|reported|reports|announced|condemned|denied|added|told|accused|confirmed|revealed|disclosed|"
    r"declared|asked|called|claimed|denounced|demanded|issued)"
)
_SAID_TODAY: Final = re.compile(
    rf"\b{_SAYING}\b(?:\W+\w+){{0,2}}?\W+today(?!'s)|today(?!'s)\W+(?:\w+\W+)?{_SAYING}", re.IGNORECASE
)
# "Last week": an incident of one day of it, which MUC gives as "on or before publication".
_DAYS_OF_ONE: Final = 3


def incident_type(claim: Claim) -> str:
    """MUC's type of a claim's kind; empty for what it does not report."""
    kind = claim["kind"]
    if kind == "armed_attack.sabotage" and _FIRE.search(claim["trigger"]):
        return "ARSON"
    if kind.startswith("threat") and not _TO_KILL.search(signs.main_quote(claim)):
        return ""
    return next((name for prefix, name in _TYPES if kind == prefix or kind.startswith(prefix + ".")), "")


def events(claims: Iterable[Claim], text: str, published: date | None, gazetteer: Gazetteer) -> list[Event]:
    """The incidents of one document: of its claims those that the weights take for one, each happening once."""
    _, found, marked = weighed(claims, text, published, gazetteer)
    weights = _weights()
    scored = [
        (sum(weights["signs"].get(name, 0.0) * much for name, much in signs.items()), number)
        for number, signs in enumerate(marked)
    ]
    best = sorted((pair for pair in scored if pair[0] > weights["least"]), key=lambda pair: (-pair[0], pair[1]))
    return alone([found[number] for _, number in best])


def weighed(
    claims: Iterable[Claim], text: str, published: date | None, gazetteer: Gazetteer
) -> tuple[list[Claim], list[Event], list[dict[str, float]]]:
    """The claims that may be incidents, what each would be as one, and its signs."""
    able = [claim for claim in claims if incident_type(claim)]
    home = _home(text, gazetteer)
    found = [event(claim, published, gazetteer, home) for claim in able]
    return able, found, signs.of_document(able, found, text, published)


@cache
def _weights() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    return found


def _home(text: str, gazetteer: Gazetteer) -> str | None:
    """The country that the document names most, of those that MUC reports on."""
    named = Counter(place.country for place in gazetteer.find(text, floor=_DEMONYMS))
    return next((country for country, _ in named.most_common() if country in signs.COUNTRIES), None)


def event(claim: Claim, published: date | None, gazetteer: Gazetteer, home: str | None) -> Event:
    """One incident in MUC's slots; what is told from abroad happened in the country that the text speaks of."""
    abroad = claim["country"] not in signs.COUNTRIES and home is not None
    code = home if abroad else claim["country"]
    country = gazetteer.country_name(code) if code else None
    names = [name.upper() for name in claim["places"] if not abroad and _is_town(name, gazetteer)]
    return {
        "type": incident_type(claim),
        "date": _date(claim, published),
        "country": country and country.upper(),
        "places": [name for name in names if name != (country or "").upper()],
        "killed": _killed(claim),
        "injured": _number(claim, "wounded"),
    }


def _is_town(name: str, gazetteer: Gazetteer) -> bool:
    """MUC's places are parts of a country, neither countries nor "Latin America"."""
    known = gazetteer.place(name)
    return gazetteer.country_of(name) is None and (known is None or known.feature != "area")


def _date(claim: Claim, published: date | None) -> Any:
    starts, ends = claim["starts"], claim["ends"]
    said = starts == ends == published and bool(_SAID_TODAY.search(signs.main_quote(claim)))
    vague = starts is not None and ends is not None and (ends - starts).days > _DAYS_OF_ONE
    if claim["date_basis"] == "publication" or starts is None or said or vague or _is_off(claim, published):
        return [None, published.isoformat()] if published else None
    if starts == ends:
        return starts.isoformat()
    return [starts.isoformat(), ends.isoformat() if ends else published and published.isoformat()]


def _is_off(claim: Claim, published: date | None) -> bool:
    """A day to come, or one long ago that only the text around speaks of."""
    if published is None:
        return False
    days: int = (published - claim["starts"]).days
    return days < 0 or (days > signs.OLD_DAYS and bool(claim["date_basis"] == "context"))


def _killed(claim: Claim) -> int | None:
    """The number of dead; a murder without a number is of one person, where no plural stands behind it."""
    if claim["modality"] != "asserted":
        return None
    said = _sum(claim, "killed")
    quote = signs.main_quote(claim)
    behind = quote.partition(" ".join(claim["trigger"].split()))[2]
    one = claim["kind"] == "armed_attack.killing" and _DONE.search(claim["trigger"])
    if claim["kind"].startswith("armed_attack") and _SHOT_DEAD.search(quote):
        one = _SHOT_DEAD.search(quote)
    many = _SEVERAL.search(claim["trigger"]) or _PEOPLE.match(behind)
    return 1 if said is None and one and not many else said


def claims_of(text: str, published: date | None, taxonomy: Taxonomy, gazetteer: Gazetteer) -> list[Claim]:
    """The claims of a text, with one killed for each victim told by name only, which MUC counts too.

    MUC has one incident for all that tells of it: what only may be another by its wording is none.
    """
    document, drafts = read(text, published, taxonomy, gazetteer, least=LEAST)
    drafts = [draft for draft in drafts if not draft.fell]
    found = list(rows_of(document, drafts, taxonomy))
    for claim, draft in zip(found, drafts, strict=True):
        named = [one for one in draft.quantities if "named" in one.cues]
        claim["quantities"] += [
            {"measure": one.measure, "value": one.value, "who": None, "scope": None} for one in named
        ]
    return found


def _sum(claim: Claim, measure: str) -> int | None:
    """The dead of different sorts together ("six priests and two maids"), unless one number is the total."""
    counted: dict[str, int] = {}
    for each in claim["quantities"]:
        if each["measure"] == measure and each["value"] is not None and each["scope"] is None:
            who = each["who"] or ""
            counted[who] = max(counted.get(who, 0), int(each["value"]))
    if not counted:
        return None
    most = max(counted.values())
    rest = sum(counted.values()) - most
    return most if rest == most or most > _TOTAL or any(_ALL.search(who) for who in counted) else most + rest


def _number(claim: Claim, measure: str) -> int | None:
    counted = [
        each["value"] for each in claim["quantities"] if each["measure"] == measure and each["value"] is not None
    ]
    return int(max(counted)) if counted else None


def alone(found: list[Event]) -> list[Event]:
    """Without repetitions of one type and date (likeliest first) and undated ones where a dated one may be meant."""
    kept: list[Event] = []
    for each in found:
        same = next((other for other in kept if _alike(each, other) and each["date"] == other["date"]), None)
        if same is None:
            kept.append(each)
            continue
        same["places"] = same["places"] or each["places"]
        same["killed"] = each["killed"] if same["killed"] is None else same["killed"]
    dated = [each for each in kept if not signs.is_open(each)]
    return [each for each in kept if not (signs.is_open(each) and any(_alike(each, other) for other in dated))]


def _alike(one: Event, other: Event) -> bool:
    """Same type and country, and places that do not differ."""
    apart = bool(one["places"] and other["places"] and not set(one["places"]) & set(other["places"]))
    return one["type"] == other["type"] and one["country"] == other["country"] and not apart


def main() -> None:
    """Answer every line of standard input."""
    taxonomy: Taxonomy = kinds.taxonomy()
    gazetteer = places.load()
    for line in sys.stdin:
        document = json.loads(line)
        published = date.fromisoformat(document["pub_date"]) if document["pub_date"] else None
        claims = claims_of(document["text"], published, taxonomy, gazetteer)
        print(
            json.dumps({"doc_id": document["doc_id"], "events": events(claims, document["text"], published, gazetteer)})
        )


if __name__ == "__main__":
    main()
