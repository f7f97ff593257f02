"""How Hypothesis searches, and what tests of refreshing and those on the film crew share.

The same examples every time, and no example fails for being slow.
"""

import pytest
from hypothesis import settings
from small_data import made, publish

from analysis import datasets, journeys

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """Keep what is downloaded in a folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def published(tmp_path):
    """Return a folder with the small file of an upstream."""
    return publish(tmp_path / "published")


@pytest.fixture
def data(tmp_path, published):
    """Return a small data/ made from it."""
    return made(tmp_path / "data", published)


@pytest.fixture(scope="session")
def said():
    """Return all claims."""
    return datasets.claims()


@pytest.fixture(scope="session")
def events(said):
    """Return when the film crew of The Challenge was where."""
    return journeys.events(said, datasets.flights(), "The Challenge")
