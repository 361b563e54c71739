"""What speaks for and against a claim being an incident in MUC's sense: an act of terror that the report tells of.

Each sign is a name and a number from 0 to 1; `weights.json` says what each weighs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

Claim = dict[str, Any]
Event = dict[str, Any]

# The countries that MUC reports on.
COUNTRIES: Final = frozenset(("AR", "BO", "CL", "CO", "EC", "GT", "HN", "PA", "PE", "SV"))
_NEAR: Final = 60
_LEAD: Final = 350
OLD_DAYS: Final = 70
_MANY_KILLED: Final = 30
_LONG: Final = 3500
_MOST: Final = 12


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


_FIGHTERS: Final = (
    r"guerrillas?|rebels?|subversives?|extremists?|soldiers?|troops|fighters?|combatants?|insurgents?|traffickers|"
    r"military|army|battalion|garrison|barracks|positions?|convoy|patrol"
)
# Signs that any word of the sentence gives.
_ANYWHERE: Final = {
    "vague": _words(
        "wave|series|spate|number|dozens|hundreds|thousands|many|numerous|several|various|some",
        r"constant\w*|continu\w*|frequent\w*|increas\w*|campaign|every|daily|always|often|each|indiscriminate",
    ),
    "we": re.compile(r"\b(?:we|our|us|i|my|me|you|your)\b(?!\.)", re.IGNORECASE),
    "unreal": _words(
        r"if|would|could|should|may|might|must|whether|unless|want\w*|prevent\w*|avoid\w*|fear\w*|danger|possib\w*"
    ),
    "long ago": _words(
        r"years? ago|last year|past years|recent years|this year|so far|since|decade|century",
        r"(?:past|last) (?:few )?(?:months|weeks)",
    ),
    "persons": _words(
        r"mayor|minister|judge|magistrate|priests?|jesuits?|bishop|archbishop|monsignor|msgr|father|senator|candidate|"
        r"leader|journalists?|newsm[ae]n|reporters?|peasants?|professor|students?|businessm[ae]n|engineers?|attorney",
        r"official|deputy|deputies|congressman|governor|ambassador|director|wife|son|daughter|wom[ae]n|child|children|"
        r"girl|boy|civilians?|persons?|people|residents?|workers?|unionists?|missionar\w+|nuns?|policem[ae]n|"
        r"bodyguards?|citizens?|family|industrialist|lawyer|doctor|passengers?",
    ),
    "property": _words(
        r"banks?|branch\w*|embassy|consulate|offices?|headquarters|buildings?|houses?|homes?|residence|stores?|"
        r"restaurant|pipeline|towers?|pylons?|poles?|power|electric\w*|telephone|bridges?|bus|buses|vehicles?|cars?",
        r"trucks?|newspaper|church|schools?|hotel|university|substation|plant|factory|station|town hall|city hall",
    ),
    "terrorists": _words(
        r"guerrillas?|terrorists?|fmln|shining path|eln|farc|epl|m-19|mrta|subversives?|extremists?|rebels?|unknown|"
        r"unidentified|gunm[ae]n|armed men|hooded|masked|individuals|death squads?|hired|assassins?|extraditables|"
        r"cartel|mafia|commandos?|paramilitary|hitm[ae]n|urban"
    ),
    "war abroad": _words(r"contras?|sandinist\w*|resistance|mercenar\w*|aggress\w*|invasion|invad\w*|noriega"),
    "court": _words(
        r"arrest\w*|accus\w*|charg\w*|trial|investigat\w*|suspect\w*|sentence\w*|implicated|involved|responsib\w*|"
        r"condemn\w*|repudiat\w*|denounc\w*|deplor\w*|solidarity|anniversary|funeral|burial"
    ),
    "battle": _words(
        r"clash\w*|fighting|combat|battles?|offensive|bombard\w*|strafe\w*|mortar\w*|rocket\w*|casualties|ambush\w*|"
        "operations?"
    ),
    "tried": _words(r"try|tried|attempt\w*|foiled|failed|planned|plot\w*|threat\w*"),
    "question": re.compile(r"\?"),
}
_BEFORE: Final = {
    "military before": _words(
        r"army|military|soldiers?|troops|air force|battalion|brigade|armed forces|security forces|police|"
        r"national guard|regiment|infantry|patrol|navy|marines?"
    ),
    "persons before": _ANYWHERE["persons"],
    "vague before": _ANYWHERE["vague"],
    "we before": _ANYWHERE["we"],
    "fighters before": _words(_FIGHTERS),
    "counted before": re.compile(
        r"\b(?:two|three|four|five|six|seven|eight|nine|ten|one|an?|\d{1,2})\s+(?:\w+\s+){0,3}$", re.IGNORECASE
    ),
    "known": re.compile(r"\b(?:the|this|that|these|those|such)\s+(?:\w+\W+){0,2}$", re.IGNORECASE),
}
_BEHIND: Final = {
    "military behind": _BEFORE["military before"],
    "persons behind": _ANYWHERE["persons"],
    "property behind": _ANYWHERE["property"],
    "fighters behind": _words(_FIGHTERS),
}
_TRIGGER: Final = {
    "plural": _words("attacks|murders|killings|bombings|kidnappings|assassinations|explosions|robberies|actions"),
    "murder": _words(r"murder\w*|assassinat\w*"),
    "coup": _words(r"coup|mutin\w*|uprising|offensive\w*|war"),
    "taken": _words(r"raid\w*|seiz\w*|occup\w*|captur\w*|surround\w*|released|freed"),
    "to come": re.compile(r"^(?:being|be|will|to)\b", re.IGNORECASE),
    "fighters": _words(_FIGHTERS),
}
_OCCURRED: Final = _words("took place|occurred|perpetrated|carried out|staged")
_YEAR: Final = re.compile(r"\b(19\d\d)\b")
# How the broadcast is called that the report is taken from.
_SORTS: Final = ("commentary", "editorial report", "interview", "communique", "article", "speech", "excerpts")


def of_document(
    claims: Sequence[Claim], events: Sequence[Event], text: str, day: date | None
) -> list[dict[str, float]]:
    """The signs of each claim; events: what each would be as an incident."""
    sort = {f"sort {name}": 1.0 for name in _SORTS if f"[{name}" in text[:300].lower()}
    if text.lstrip().startswith("CLANDESTINE"):
        sort["clandestine"] = 1.0
    if len(text) > _LONG:
        sort["long"] = 1.0
    found = []
    for number, claim in enumerate(claims):
        signs = sort | _of_claim(claim, day) | _of_words(claim, day) | _beside(number, claims, events)
        signs["late in the text"] = claim["start"] / max(1, len(text))
        signs["claims before"] = min(number, 5) / 5
        signs["claims"] = min(len(claims), _MOST) / _MOST
        found.append(signs)
    return found


def _of_claim(claim: Claim, day: date | None) -> dict[str, float]:
    starts, ends, basis = claim["starts"], claim["ends"], claim["date_basis"]
    length = "no days" if starts is None else "day" if starts == ends else "days"
    age = (day - starts).days if day is not None and starts is not None and basis != "publication" else None
    whole = [each for each in claim["quantities"] if each["value"] is not None and each["scope"] is None]
    counted = {each["measure"]: each["value"] for each in whole}
    signs = {
        f"kind {claim['kind']}": True,
        claim["modality"]: True,
        f"{basis} {length if basis != 'publication' else 'day'}": True,
        "yesterday": age == 1,
        "before yesterday": age is not None and 1 < age <= OLD_DAYS,
        "old": age is not None and age > OLD_DAYS,
        "to be": age is not None and age < 0,
        "lead": claim["start"] < _LEAD,
        "abroad": claim["country"] is not None and claim["country"] not in COUNTRIES,
        "place": bool(claim["places"]),
        "places": len(claim["places"]) > 1,
        "killed": "killed" in counted,
        "wounded": "wounded" in counted,
        "many killed": counted.get("killed", 0) > _MANY_KILLED,
        "speaker": claim["speaker"] is not None,
        f"told {min(3, claim['quote'].count(' […] '))} times more": True,
    }
    return {name: 1.0 for name, there in signs.items() if there} | {"confidence": claim["confidence"]}


def main_quote(claim: Claim) -> str:
    """The sentence that tells of it, on one line."""
    return " ".join(claim["quote"].partition(" […] ")[0].split())


def _of_words(claim: Claim, day: date | None) -> dict[str, float]:
    quote, trigger = main_quote(claim), " ".join(claim["trigger"].split())
    before, _, behind = quote.partition(trigger)
    before, behind = before[-_NEAR:], behind[:_NEAR]
    places = ((_ANYWHERE, quote), (_BEFORE, before), (_BEHIND, behind), (_TRIGGER, trigger))
    signs = {name: 1.0 for patterns, where in places for name, sign in patterns.items() if sign.search(where)}
    if _OCCURRED.search(f"{trigger} {behind[:30]}"):
        signs["occurred"] = 1.0
    years = [int(year) for year in _YEAR.findall(f"{before} {trigger} {behind}")]
    if day is not None and any(year < day.year - (day.month < 4) for year in years):
        signs["another year"] = 1.0
    return signs


def _beside(number: int, claims: Sequence[Claim], events: Sequence[Event]) -> dict[str, float]:
    """What the document's other claims make of it: the same told again, an undated one beside a dated one."""
    own = events[number]
    others = [(at, event) for at, event in enumerate(events) if at != number and event["country"] == own["country"]]
    same = [(at, event) for at, event in others if event["type"] == own["type"]]
    surer = sum(claim["confidence"] > claims[number]["confidence"] for claim in claims)
    signs = {
        "same day again": any(event["date"] == own["date"] for _, event in same),
        "same place again": any(event["places"] and event["places"] == own["places"] for _, event in same),
        "told before": any(at < number for at, _ in same),
        "open beside dated": is_open(own) and any(not is_open(event) for _, event in same),
        "dated beside open": not is_open(own) and any(is_open(event) for _, event in same),
        "attack beside other": own["type"] == "ATTACK"
        and any(event["type"] != "ATTACK" and event["date"] == own["date"] for _, event in others),
    }
    return {name: 1.0 for name, there in signs.items() if there} | {
        "same type": min(len(same), 4) / 4,
        "surer ones": surer / len(claims),
    }


def is_open(event: Mapping[str, Any]) -> bool:
    """Whether the incident is only "on or before" a day."""
    day = event["date"]
    return day is None or (isinstance(day, list) and day[0] is None)
