"""The gazetteer: places in prose, their countries and coordinates, and what lies in what."""

from timeline.places.entries import FEATURES, Mention, Place
from timeline.places.gazetteer import Gazetteer, distance, ensure_index, load

__all__ = ["FEATURES", "Gazetteer", "Mention", "Place", "distance", "ensure_index", "load"]
