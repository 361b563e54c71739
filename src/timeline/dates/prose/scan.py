"""The token gate: pieces that mean something for time, and the chunks they form; no rule looks at anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from timeline.dates.prose.lexemes import Lexeme, Lexicon
from timeline.dates.prose.numerals import number_at, words_at
from timeline.text.sentences import sentence_starts
from timeline.text.tokens import Tokens, tokenise

# A chunk longer than this is cut: no time expression is, and what is remembered of a chunk stays small.
LONGEST_CHUNK: Final = 48


class Piece(NamedTuple):
    """One or more tokens that are one lexeme."""

    first: int
    end: int
    lexeme: Lexeme


class Chunk(NamedTuple):
    """Neighbouring pieces, and their codes as one string."""

    pieces: list[Piece]
    codes: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A text as tokens, sentences and chunks. cased: capitals mean something in it (it is not all in capitals)."""

    tokens: Tokens
    sentences: list[int]
    chunks: list[Chunk]
    lexicon: Lexicon
    cased: bool


def scan(text: str, lexicon: Lexicon) -> Scan:
    """Tokenise, look every token up, and gather the pieces that touch into chunks."""
    tokens = tokenise(text)
    meaning, plain, words = lexicon.meaning, lexicon.plain, tokens.words
    chunks: list[Chunk] = []
    current: list[Piece] = []
    index, previous = 0, -1
    # The hot loop: most tokens fall through the first test.
    for position, word in enumerate(words):
        if not (word in meaning or word[0].isdecimal()) or position < index:
            continue
        lexeme = plain.get(word)
        piece = Piece(position, position + 1, lexeme) if lexeme else _piece_at(tokens, position, lexicon)
        if piece is None:
            continue
        if current and (piece.first != previous or len(current) >= LONGEST_CHUNK):
            chunks.append(_chunk(current))
            current = []
        current.append(piece)
        index = previous = piece.end
    if current:
        chunks.append(_chunk(current))
    return Scan(tokens, sentence_starts(tokens), chunks, lexicon, not text[:2000].isupper())


def _chunk(pieces: list[Piece]) -> Chunk:
    if len(pieces) == 1:
        return Chunk(pieces, pieces[0].lexeme.code)
    return Chunk(pieces, "".join([piece.lexeme.code for piece in pieces]))


def _piece_at(tokens: Tokens, index: int, lexicon: Lexicon) -> Piece | None:
    word = tokens.words[index]
    phrase = _phrase_at(tokens, index, lexicon) if word in lexicon.phrases else None
    if phrase is not None:
        return phrase
    if word[0].isdecimal() and word not in lexicon.words:
        found = number_at(tokens, index, lexicon)
        return Piece(index, found[0], found[1]) if found else None
    lexeme = lexicon.words.get(word)
    if lexeme is None or (word in lexicon.capital and tokens.raw(index).islower()):
        return None
    if "NUMWORD" in lexeme.values:
        spoken = words_at(tokens, index, lexicon)
        return Piece(index, spoken[0], spoken[1]) if spoken else None
    end = index + 1
    if word in lexicon.dotted and tokens.word(end) == "." and tokens.glued(end):
        end += 1
    return Piece(index, end, lexeme)


def _phrase_at(tokens: Tokens, index: int, lexicon: Lexicon) -> Piece | None:
    following = tokens.word(index + 1)
    for parts, lexeme in lexicon.phrases[tokens.words[index]]:
        end = index + len(parts)
        if parts[1] == following and tuple(tokens.words[index:end]) == parts:
            return Piece(index, end, lexeme)
    return None
