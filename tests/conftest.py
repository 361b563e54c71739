"""What all tests share: nothing is judged by the time it takes, and a property is tried on forty examples."""

from hypothesis import settings

settings.register_profile("timeless", deadline=None, max_examples=40)
settings.load_profile("timeless")
