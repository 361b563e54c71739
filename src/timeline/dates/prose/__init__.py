"""Time expressions in prose: found, and resolved against publication and what the text has said before."""

from timeline.dates.prose.finding import find
from timeline.dates.prose.lines import answer
from timeline.dates.prose.reading import Expression

__all__ = ["Expression", "answer", "find"]
