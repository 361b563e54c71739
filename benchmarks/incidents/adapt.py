"""Claims, as `timeline extract` prints them, as the incidents of MUC-3/4: its types, one date, country and victims.

Reads documents `{"doc_id", "text", "pub_date"}` on standard input and prints `{"doc_id", "events"}` for each.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from timeline import kinds, places
from timeline.extract import of_text
from timeline.kinds import Taxonomy
from timeline.places import Gazetteer

# Our kinds as MUC's types, the first that fits; MUC leaves out fighting between armies, and deaths without an attack.
_TYPES: Final = (
    ("kidnapping", "KIDNAPPING"),
    ("robbery", "ROBBERY"),
    ("office_attack.arson", "ARSON"),
    ("armed_attack.sabotage", "ARSON"),
    ("armed_attack.bombing", "BOMBING"),
    ("armed_attack.explosion", "BOMBING"),
    ("office_attack.explosive", "BOMBING"),
    ("armed_attack.air_strike", ""),
    ("armed_attack.clash", ""),
    ("armed_attack.invasion", ""),
    ("armed_attack", "ATTACK"),
    ("office_attack", "ATTACK"),
    ("casualties", "ATTACK"),
)
_KILLED: Final = re.compile(r"\b(?:kill|murder|assassinat|slain|shot|massacr|execut)\w*", re.IGNORECASE)
# What MUC leaves out: fighting against soldiers and guerrillas, captures, offensives, coups.
_FIGHTERS: Final = (
    r"(?:soldiers?|guerrillas?|rebels?|subversives?|terrorists?|troops|extremists?|insurgents?|contras?|combatants?|"
    r"enemy|army|military|brigade|battalion|regiment|garrison|barracks|patrol|convoy|airbase|air base|military base|"
    r"positions?|infantry|detachment|national guard|air force|units?|columns?)"
)
_WAR: Final = re.compile(
    rf"\b{_FIGHTERS}\b[^.]{{0,25}}\b(?:were|was|been) (?:killed|wounded|attacked|ambushed|captured)"
    rf"|\b(?:attack\w*|ambush\w*|harass\w*|raid\w*|fire\w*|assault\w*)\s(?:on|against|at|upon)?\s*(?:\w+\W+){{0,5}}?{_FIGHTERS}\b"
    rf"|\bkill\w*\s(?:\w+\W+){{0,2}}?{_FIGHTERS}\b",
    re.IGNORECASE,
)
_CIVILIANS: Final = re.compile(
    r"\b(?:civilians?|women|woman|child|children|girl|boy|minister|mayors?|judges?|priests?|policem[ae]n|peasants?|"
    r"journalists?|newsmen|reporters?|students?|teachers?|worker|workers|residents|passengers|bystanders|bus|buses)\b",
    re.IGNORECASE,
)
_MURDER: Final = re.compile(r"\b(?:murder|assassinat)\w*", re.IGNORECASE)
# MUC counts what was threatened or tried, too.
_TRIED: Final = re.compile(
    r"\b(?:threat\w*|plot\w*|attempt\w*|tried|trying|conspir\w*) (?:to|of) (?:\w+ ){0,2}?"
    r"(?:kill|murder|assassinat|kidnap|attack|bomb|blow|execut|dynamit)",
    re.IGNORECASE,
)
_SEVERAL: Final = re.compile(r"\b(?:were|killings|murders|assassinations|bodies|attempt\w*|corpses)\b", re.IGNORECASE)
_DONE: Final = re.compile(r"\b(?:murder|assassinat|kill|slain|body|corpse|execut)\w*", re.IGNORECASE)
_NO_INCIDENT: Final = re.compile(
    r"captur|seiz|overr[au]n|offensive|coup|mutin|uprising|overthr|occup|advanc|fighting|bombard|siege|retak|repel|repuls",
    re.IGNORECASE,
)
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
_LEAST_CONFIDENCE: Final = 0.5
_LEAST_UNDATED: Final = 0.25
# "Attack" without a day of its own is mostly talk of attacks.
_LEAST_TALK: Final = 0.65
# The day of who says it, not of what happened.
_SAYING: Final = (
    r"(?:said|says|stated|reported|reports|announced|condemned|denied|added|told|accused|confirmed|revealed|disclosed|"
    r"declared|asked|called|claimed|denounced|demanded|issued)"
)
_SAID_TODAY: Final = re.compile(rf"\b{_SAYING}\b(?:\W+\w+){{0,2}}?\W+today|today\W+(?:\w+\W+)?{_SAYING}", re.IGNORECASE)
_OLD_DAYS: Final = 60
# "Last week": an incident of one day of it, which MUC gives as "on or before publication".
_DAYS_OF_ONE: Final = 3


def incident_type(kind: str) -> str:
    """MUC's type of a kind; empty for what it does not report."""
    return next((name for prefix, name in _TYPES if kind == prefix or kind.startswith(prefix + ".")), "")


def events(claims: Iterable[dict[str, Any]], published: date | None, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """The incidents of one document."""
    found = []
    for claim in claims:
        if wanted(claim, published):
            found.append(event(claim, published, gazetteer))
    return _alone(found)


def wanted(claim: dict[str, Any], published: date | None) -> bool:
    """MUC reports incidents that happened (or were tried) in the last weeks."""
    if not _happened(claim) or claim["confidence"] < _least(claim):
        return False
    if claim["kind"] == "casualties" and (not _KILLED.search(claim["trigger"]) or _is_war(claim)):
        return False
    if claim["kind"].startswith("armed_attack") and "bombing" not in claim["kind"] and _is_war(claim):
        return False
    starts: date | None = claim["starts"]
    recent = starts is None or published is None or (published - starts).days <= _OLD_DAYS
    return recent and bool(incident_type(claim["kind"]))


def _happened(claim: dict[str, Any]) -> bool:
    return claim["modality"] == "asserted" or (
        claim["modality"] in ("planned", "hypothetical") and bool(_TRIED.search(_main_quote(claim)))
    )


def _least(claim: dict[str, Any]) -> float:
    if claim["date_basis"] == "explicit":
        return _LEAST_CONFIDENCE
    return _LEAST_TALK if claim["kind"] == "armed_attack" else _LEAST_UNDATED


def _is_war(claim: dict[str, Any]) -> bool:
    quote = _main_quote(claim)
    if _MURDER.search(claim["trigger"]) or (_CIVILIANS.search(quote) and claim["kind"] != "armed_attack"):
        return False
    return bool(_NO_INCIDENT.search(claim["trigger"]) or _WAR.search(quote))


def _main_quote(claim: dict[str, Any]) -> str:
    return " ".join(claim["quote"].partition(" […] ")[0].split())


def event(claim: dict[str, Any], published: date | None, gazetteer: Gazetteer) -> dict[str, Any]:
    """One incident in MUC's slots."""
    country = gazetteer.country_name(claim["country"]) if claim["country"] else None
    names = [name.upper() for name in claim["places"] if _is_town(name, gazetteer)]
    return {
        "type": incident_type(claim["kind"]),
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


def _date(claim: dict[str, Any], published: date | None) -> Any:
    starts, ends = claim["starts"], claim["ends"]
    said = starts == ends == published and bool(_SAID_TODAY.search(_main_quote(claim)))
    vague = starts is not None and ends is not None and (ends - starts).days > _DAYS_OF_ONE
    if claim["date_basis"] == "publication" or starts is None or said or vague:
        return [None, published.isoformat()] if published else None
    if starts == ends:
        return starts.isoformat()
    return [starts.isoformat(), ends.isoformat() if ends else published and published.isoformat()]


def _killed(claim: dict[str, Any]) -> int | None:
    """The number of dead; a murder without a number is of one person, where no plural stands behind it."""
    if claim["modality"] != "asserted":
        return None
    said = _sum(claim, "killed")
    quote = _main_quote(claim)
    behind = quote.partition(" ".join(claim["trigger"].split()))[2]
    one = claim["kind"] == "armed_attack.killing" and _DONE.search(claim["trigger"])
    if claim["kind"].startswith("armed_attack") and _SHOT_DEAD.search(quote):
        one = _SHOT_DEAD.search(quote)
    many = _SEVERAL.search(claim["trigger"]) or _PEOPLE.match(behind)
    return 1 if said is None and one and not many else said


def _sum(claim: dict[str, Any], measure: str) -> int | None:
    """The dead of different sorts together ("six priests and two maids"), unless one number is the total."""
    counted: dict[str, int] = {}
    for each in claim["quantities"]:
        if each["measure"] == measure and each["value"] is not None:
            who = each["who"] or ""
            counted[who] = max(counted.get(who, 0), int(each["value"]))
    if not counted:
        return None
    most = max(counted.values())
    rest = sum(counted.values()) - most
    return most if rest == most or most > _TOTAL or any(_ALL.search(who) for who in counted) else most + rest


def _number(claim: dict[str, Any], measure: str) -> int | None:
    counted = [
        each["value"] for each in claim["quantities"] if each["measure"] == measure and each["value"] is not None
    ]
    return int(max(counted)) if counted else None


def _alone(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without repetitions of one type and date in a country, and undated ones where a dated one may be meant."""
    kept: list[dict[str, Any]] = []
    for each in found:
        if not any(_alike(each, other) and each["date"] == other["date"] for other in kept):
            kept.append(each)
    dated = [each for each in kept if not _is_open(each)]
    return [each for each in kept if not (_is_open(each) and any(_alike(each, other, True) for other in dated))]


def _alike(one: dict[str, Any], other: dict[str, Any], places: bool = False) -> bool:
    """Same type and country, and, where asked, places that do not differ."""
    apart = bool(one["places"] and other["places"] and not set(one["places"]) & set(other["places"]))
    return one["type"] == other["type"] and one["country"] == other["country"] and not (places and apart)


def _is_open(event: dict[str, Any]) -> bool:
    day = event["date"]
    return day is None or (isinstance(day, list) and day[0] is None)


def main() -> None:
    """Answer every line of standard input."""
    taxonomy: Taxonomy = kinds.taxonomy()
    gazetteer = places.load()
    for line in sys.stdin:
        document = json.loads(line)
        published = date.fromisoformat(document["pub_date"]) if document["pub_date"] else None
        claims = of_text(document["text"], published, taxonomy, gazetteer, least=_LEAST_UNDATED)
        print(json.dumps({"doc_id": document["doc_id"], "events": events(claims, published, gazetteer)}))


if __name__ == "__main__":
    main()
