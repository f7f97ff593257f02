"""How Hypothesis searches: the same examples every time, and no example fails for being slow."""

from hypothesis import settings

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")
