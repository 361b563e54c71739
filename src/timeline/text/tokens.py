"""Text as tokens with code-point offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Each alternative starts with a character that no other one starts with (but for letters), and none can backtrack
# further than the token it has read: time is linear in the length of the text.
_TOKEN = re.compile(
    r"\n[^\S\n]*\n\s*"  # a blank line ends a paragraph
    r"|\d+(?:[.,:/]\d+)*"
    r"|[AaPp]\.\s?[Mm]\b\.?"
    r"|(?:[BbAa]\.\s?[CcDd](?:\.\s?[Ee])?)\b\.?"
    r"|[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)*"
    r"|['’][sS]\b"
    r"|--+"
    r"|[^\w\s]|_"
    r"|(?<=[.?!:;)\"'”’])\n"  # a line end behind the end of a sentence; elsewhere lines are only wrapped
)


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Parallel lists: where each token starts and ends, and its text in lower case; a line end is a token too.

    Never changed, so that those of a text can be shared; each is equal to itself only.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]

    def __len__(self) -> int:
        return len(self.words)

    def raw(self, index: int) -> str:
        """The token as written."""
        return self.text[self.starts[index] : self.ends[index]]

    def glued(self, index: int) -> bool:
        """True when nothing stands between the token and the one before it; false outside the text."""
        return 0 < index < len(self.starts) and self.ends[index - 1] == self.starts[index]

    def word(self, index: int) -> str:
        """The token in lower case, or the empty string outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""


# The rooms that read a text ask for its tokens one after the other, for those of its dateline in between; nobody
# changes them.
@lru_cache(maxsize=2)
def tokenise(text: str) -> Tokens:
    """Split into words, numbers (`1,200`, `19:00`, `11/13/89` are one), signs, line ends and blank lines."""
    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = [text[start:end].lower() for start, end in spans]
    return Tokens(text, [span[0] for span in spans], [span[1] for span in spans], words)
