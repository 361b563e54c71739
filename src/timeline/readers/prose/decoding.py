"""The text in bytes of any encoding: what is declared is believed only as far as the bytes bear it out."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = (
    re.compile(rb"""<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w.:-]{2,40})["']""", re.IGNORECASE),
    re.compile(rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE),
)
_EBCDIC = b"\x4c\x6f\xa7\x94"
_HEAD = 1 << 15
_SAMPLE = 1 << 16
# What browsers read these names as.
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
# Names that browsers know and Python does not.
_OTHER_NAMES = {
    **{f"x-cp{number}": f"cp{number}" for number in range(1250, 1259)},
    **dict.fromkeys(("mac", "x-mac-roman", "csmacintosh"), "mac-roman"),
    **dict.fromkeys(("x-mac-cyrillic", "x-mac-ukrainian"), "mac-cyrillic"),
    **dict.fromkeys(("x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("windows-949", "ksc_5601", "ks_c_5601-1989", "cseuckr"), "cp949"),
    **dict.fromkeys(("x-gbk", "gb_2312", "gb_2312-80", "csgb2312"), "gb18030"),
    **dict.fromkeys(("cn-big5", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("windows-874", "dos-874"), "cp874"),
    **dict.fromkeys(("iso-8859-8-i", "logical", "visual"), "iso8859-8"),
    **dict.fromkeys(("koi", "koi8"), "koi8-r"),
    "koi8-ru": "koi8-u",
    "x-euc-jp": "euc-jp",
    "unicode-1-1-utf-8": "utf-8",
}
_SEVEN_BITS = ("iso2022", "hz", "utf-7")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, told: str | None = None) -> str:
    """The text: by byte order mark, as UTF-8 where the bytes are, by what is declared (`told` or in the markup), else
    by the statistics of the bytes; single bytes that fit nowhere become U+FFFD.
    """
    plain = _by_first_bytes(data)
    if plain:
        return data.decode(plain, "replace").removeprefix("\ufeff")
    declared = known_codec(told) or declared_encoding(data)
    if declared and declared.startswith(_SEVEN_BITS):
        return data.decode(declared, "replace")
    return _utf8(data) or _strict(data, declared) or _mostly_utf8(data) or _guessed(data, declared)


def codec_of(head: bytes) -> str:
    """The encoding of a long text by its first bytes alone."""
    declared = declared_encoding(head)
    return _by_first_bytes(head) or (declared if declared and not _utf8_so_far(head) else "utf-8")


def _by_first_bytes(data: bytes) -> str | None:
    """Byte order marks, zeros at regular places, and XML in the code of mainframes."""
    marked = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
    if marked or not data.startswith(_EBCDIC):
        return marked or _wide(data)
    told = re.search(r"encoding\s*=\s*[\"']([\w.-]+)", data[:200].decode("cp037"))
    return (known_codec(told[1]) if told else None) or "cp037"


def _utf8_so_far(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeError:
        return False
    return True


def declared_encoding(data: bytes) -> str | None:
    """The Python name of the encoding that an XML declaration or a meta element names; None for none that is known."""
    for pattern in _DECLARED:
        found = pattern.search(data[:_HEAD])
        if found:
            return known_codec(found[1].decode("ascii", "replace"))
    return None


def known_codec(name: str | None) -> str | None:
    """Python's name of a text encoding, widened as browsers do; None for an unknown one."""
    if not name:
        return None
    try:
        found = codecs.lookup(_OTHER_NAMES.get(name.strip().lower(), name))
    except (LookupError, ValueError):
        return None
    if not found._is_text_encoding or found.name.startswith(("utf-16", "utf-32", "idna", "punycode")):
        return None
    return _WIDER.get(found.name, found.name)


def is_binary(text: str) -> bool:
    """The text is no text: more than one in a hundred of its characters are controls or could not be read."""
    sample = text[:_SAMPLE]
    if sample.count("\0") * 10 > len(sample) > 0:
        return True
    bad = len(_CONTROLS.findall(sample)) + sample.count("\ufffd")
    return bad * 100 > len(sample) > 0 and bad > 3


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where its zeros stand."""
    head = data[:4096]
    if len(head) < 8 or 0 not in head:
        return None
    zeros = "".join("0" if head[at::4].count(0) * 4 > len(head) * 0.6 else "x" for at in range(4))
    if zeros in ("000x", "x000"):
        return {"000x": "utf-32-be", "x000": "utf-32-le"}[zeros]
    # The upper bytes of a text in one alphabet are few and small, the lower ones are letters.
    first, second = (sum(1 for byte in head[at::2] if byte < 9) * 2 / len(head) for at in (0, 1))
    if max(first, second) > 0.9 and min(first, second) < 0.1:
        return "utf-16-be" if first > second else "utf-16-le"
    return None


def _utf8(data: bytes) -> str | None:
    return _strict(data, "utf-8")


def _strict(data: bytes, encoding: str | None) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeError, LookupError, ValueError):
        return None


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 with single bytes damaged: many more sequences that are right than wrong."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for letter in text[: 1 << 20] if letter > "\x7f") - wrong
    return text if right > 4 * wrong else None


def _guessed(data: bytes, declared: str | None) -> str:
    """As declared, where hardly a byte contradicts it, else by the statistics of the bytes."""
    from charset_normalizer import from_bytes

    if declared:
        text = data.decode(declared, "replace")
        if text.count("\ufffd") * 100 < len(text):
            return text
    high = next((at for at, byte in enumerate(data) if byte > 0x7F), 0)
    best = from_bytes(data[max(0, high - 200) : high + _SAMPLE]).best()
    return data.decode((known_codec(best.encoding) if best else None) or "cp1252", "replace")
