"""The taxonomy: the shipped kinds and their triggers, and what a project adds to them in a kinds.toml of its own."""

from timeline.kinds.reading import expand, load, names
from timeline.kinds.taxonomy import Taxonomy, taxonomy

__all__ = ["Taxonomy", "expand", "load", "names", "taxonomy"]
