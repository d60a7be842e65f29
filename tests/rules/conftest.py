"""Properties on a busy machine: no deadline, so that a slow minute is never a failure."""

from hypothesis import settings

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
