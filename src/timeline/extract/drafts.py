"""A claim while it is being put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from timeline.extract.clauses import Clause
from timeline.extract.matcher import Hit
from timeline.extract.modality import Modality
from timeline.extract.quantities import Quantity
from timeline.places import Mention


class Dating(NamedTuple):
    """When, and by what: `basis` explicit, context or publication; `text` the words, `rule` how they were read.

    said: the words say when it was told rather than when it happened. far: units between trigger and words.
    span: the words' code points. since: from a day until it was said.
    """

    starts: date | None
    ends: date | None
    precision: str | None
    basis: str
    lasting: bool = False
    text: str | None = None
    anchor: str | None = None
    rule: str | None = None
    said: bool = False
    far: int = 0
    span: tuple[int, int] | None = None
    since: bool = False


@dataclass(slots=True)
class Draft:
    """One mention of a happening, later one happening. first, stop: the units of its trigger words.

    referring: the words speak of something known ("the attack"). nominal: no verb is among them. known: it
    begins with something known, whatever a verb says of it ("the blast damaged"). faint: no
    trigger tells it, only the words of its sentence do. public: who says it speaks for more than himself.
    clause: the clause that the trigger stands in. spoken_of: it is the object of what somebody says or feels.
    carried: it tells only who came to harm in what another claim tells. fell: rules left it out.
    """

    kind: str
    sentence: int
    first: int
    stop: int
    hits: list[Hit]
    weak: bool
    referring: bool = False
    nominal: bool = False
    known: bool = False
    faint: bool = False
    fell: bool = False
    clause: Clause = Clause.MAIN
    spoken_of: bool = False
    carried: bool = False
    modality: Modality | None = None
    dating: Dating | None = None
    places: list[Mention] = field(default_factory=list)
    country: str | None = None
    placed: str = ""
    quantities: list[Quantity] = field(default_factory=list)
    speaker: str | None = None
    carrier: str | None = None
    public: bool = False
    attributed: str = ""
    attribution: tuple[int, int] | None = None
    also: list[int] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    confidence: float = 0.0
    root: str = field(init=False)

    def __post_init__(self) -> None:
        """The root is the kind up to its first dot, which a sub-kind found later shares."""
        self.root = self.kind.partition(".")[0]

    @property
    def asserted(self) -> bool:
        """Whether it is told as a fact."""
        return self.modality is None or self.modality.modality == "asserted"

    @property
    def taken_up(self) -> bool:
        """Whether it is named only to say something else of it: "the blast damaged", "days after he was shot"."""
        return self.referring or self.spoken_of or self.clause is Clause.TIME
