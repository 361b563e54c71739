"""What all tests share: nothing is judged by the time it takes."""

from hypothesis import settings

settings.register_profile("timeless", deadline=None)
settings.load_profile("timeless")
