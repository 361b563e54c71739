"""Reports about companies, whose agreements, offers and words are no affairs of state."""

from __future__ import annotations

from typing import Final

from timeline.extract import wordlists
from timeline.extract.document import Document
from timeline.extract.drafts import Draft

_LISTS: Final = wordlists.load("commerce")
_TRADE: Final = _LISTS.words["trade"]
_PUBLIC: Final = _LISTS.words["public"]
# Kinds whose words are also said of companies.
_SHARED: Final = frozenset(("statement", "diplomacy", "threat", "legislation", "deployment", "protest", "disaster"))
# No company sets a curfew.
_OF_STATE: Final = frozenset(("legislation.martial_law",))
_MANY: Final = 2
_SHARE: Final = 0.4


class Commerce:
    """Tells which sentences of a document are about companies alone."""

    def __init__(self, document: Document) -> None:
        """Nothing is counted before somebody asks."""
        self._document = document
        self._report: bool | None = None

    def concerns(self, draft: Draft) -> bool:
        """A company does it: the sentence names nobody public, and it or the whole report is of trade."""
        if draft.root not in _SHARED or draft.kind in _OF_STATE:
            return False
        words = self._words(draft.sentence)
        if not _PUBLIC.isdisjoint(words):
            return False
        return len(_TRADE.intersection(words)) >= _MANY or self._is_report()

    def _is_report(self) -> bool:
        if self._report is None:
            sentences = range(len(self._document.units.sentences))
            trading = sum(not _TRADE.isdisjoint(self._words(sentence)) for sentence in sentences)
            self._report = trading >= _SHARE * len(sentences)
        return self._report

    def _words(self, sentence: int) -> list[str]:
        first, stop = self._document.units.sentences[sentence]
        return self._document.tokens.words[first:stop]
