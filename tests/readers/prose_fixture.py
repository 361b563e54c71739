"""Small documents of every container, and a short way to read them."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import polars as pl

from timeline import model, readers

STORY = (
    "<p>Border officials in Kazakhstan said on Tuesday that 98,000 Russian citizens had entered the country since the"
    " mobilization was announced, the news agency RIA reported from Astana.</p>"
    "<p>A draft office in the town of Uryupinsk caught fire on Monday, the regional emergency service said. Nobody was"
    " hurt, and the fire was put out within an hour by a crew that came from a nearby village.</p>"
)
NAVIGATION = "<nav><ul><li><a href='/'>Home</a></li><li>World</li></ul></nav>"
FOOTER = "<footer><p>All rights reserved.</p></footer>"


def page(head: str = "", body: str = STORY, lang: str = "en-GB") -> str:
    return (
        f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{NAVIGATION}"
        f"<article><h1>Exodus goes on</h1>{body}</article>{FOOTER}</body></html>"
    )


def linked_data(**fields: Any) -> str:
    told = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


def rss(*items: str, head: str = "<title>Wire</title><language>en-us</language>") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'


def item(guid: str, date: str = "Tue, 27 Sep 2022 22:30:00 -0400", text: str = "A draft office burned.") -> str:
    return (
        f"<item><guid>{guid}</guid><title>Fire {guid}</title><link>https://wire.example/{guid}</link>"
        f"<pubDate>{date}</pubDate><description>{text}</description></item>"
    )


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def read_all(folder: Path, name: str, data: str | bytes, **options: Any) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The documents and the rejects of a file with these bytes."""
    path = folder / name.replace("/", "_")
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    found = list(readers.documents(path, name, **options))
    return (
        pl.concat([model.empty(model.DOCUMENTS), *(batch.documents for batch in found)]),
        pl.concat([model.empty(model.REJECTS), *(batch.rejects for batch in found)]),
    )


def only(folder: Path, name: str, data: str | bytes, **options: Any) -> dict[str, Any]:
    """The one document of a file that has no rejects."""
    documents, rejects = read_all(folder, name, data, **options)
    assert rejects.is_empty(), rejects["reason"].to_list()
    assert documents.height == 1
    return documents.row(0, named=True)
