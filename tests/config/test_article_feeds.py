"""Feeds of articles in timeline.toml: what needs no mapping, and what has a URL."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline.config.mapping import shipped
from timeline.config.project import Feed, load_project
from timeline.config.scaffold import add_feed, create
from timeline.errors import ConfigError


def feed(root: Path, settings: str) -> Feed:
    (root / "timeline.toml").write_text(f'[[feed]]\nname = "a"\n{settings}\n')
    return load_project(root, shipped()).feed("a")


@pytest.mark.parametrize(
    ("settings", "prose"),
    [
        ('files = "a/*.html"', True),
        ('files = ["a/*.md", "a/*.txt.gz"]', True),
        ('files = "a/*"', False),
        ('files = "a/*"\nformat = "article"', True),
        ('files = "a/*.csv"', False),
        ('files = ["a/*.html", "a/*.csv"]', False),
        ('files = "a/*.txt"\nformat = "csv"', False),
        ('files = "a/*.txt"\nmapping = "acled"', False),
        ('url = "https://wire.example/rss?n=1"', True),
        ('url = "https://wire.example/events.csv"', False),
        ('url = "https://wire.example/events.csv.gz"\nmapping = "acled"', False),
    ],
)
def test_articles_are_known_by_their_names(tmp_path: Path, settings: str, prose: bool) -> None:
    assert feed(tmp_path, settings).prose is prose


def test_a_fetched_feed_has_its_own_folder(tmp_path: Path) -> None:
    assert feed(tmp_path, 'url = "https://wire.example/rss"').files == ("a/*",)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('url = "ftp://wire.example/rss"', "https://"),
        ('files = "a/*"\nformat = "article"\nmapping = "acled"', "no mapping"),
    ],
)
def test_what_can_t_be_is_told(tmp_path: Path, settings: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        feed(tmp_path, settings)


def test_a_url_is_added_to_the_settings(tmp_path: Path) -> None:
    create(tmp_path, zone="Europe/Moscow", name="p")
    added = add_feed(tmp_path, {"name": "wire", "files": [], "url": "https://wire.example/rss?key=${KEY}"})
    assert (added.url, added.prose, added.files) == ("https://wire.example/rss?key=${KEY}", True, ("wire/*",))
