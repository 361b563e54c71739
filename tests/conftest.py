"""What all tests share: nothing is judged by the time it takes, and a property is tried on forty examples."""

import gc

from hypothesis import settings

settings.register_profile("timeless", deadline=None, max_examples=40)
settings.load_profile("timeless")


def pytest_collection_finish() -> None:
    """The tests themselves live to the end: the collector need not walk over thousands of them again and again."""
    gc.collect()
    gc.freeze()
