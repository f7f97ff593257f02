"""Read a YAML file that may be broken or meant to do harm: plain values, or one sentence."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from analysis.press import PressError

_MOST_BYTES = 1_000_000
_MOST_NODES = 100_000  # with every alias written out: nine levels of nine aliases are 10⁹
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader, for which a key that stands twice is a mistake."""

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, ScalarNode)]
        twice = next((key for key in keys if key != "<<" and keys.count(key) > 1), None)
        if twice is not None:
            mark = node.start_mark
            raise yaml.constructor.ConstructorError(None, None, f"{twice!r} stands twice", mark)
        return super().construct_mapping(node, deep)


def content(path: Path) -> Any:
    """Return what a YAML file says; raise `PressError` in a sentence when that is not sane."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise PressError(f"{path.name} is larger than {_MOST_BYTES:,} bytes; it is a list.")
        loader = _Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        if node is None:
            return None
        if _weight(node, {}) > _MOST_NODES:
            raise PressError(f"{path.name} unfolds to more than {_MOST_NODES:,} values.")
        found = loader.construct_document(node)
    except OSError as error:
        raise PressError(f"{path.name} cannot be read: {error.strerror}.") from None
    except RecursionError:
        raise PressError(f"{path.name} is nested too deeply.") from None
    except (yaml.YAMLError, ValueError, OverflowError, TypeError, AttributeError) as error:
        # All but the first are what the constructors of numbers and dates let through.
        raise PressError(f"{path.name} is not YAML: {' '.join(str(error).split())}.") from None
    broken = next((text for text in _texts(found) if _SURROGATE.search(text)), None)
    if broken is not None:
        raise PressError(f"{path.name}: {broken!r} holds half a sign, which cannot be printed.")
    return found


def _weight(node: Node, known: dict[int, int]) -> int:
    """Return how many values a node is when its aliases are written out."""
    if id(node) not in known:
        known[id(node)] = _MOST_NODES + 1  # stands if it is met again before it is weighed: a loop
        inner: list[Node] = []
        if isinstance(node, SequenceNode):
            inner = node.value
        elif isinstance(node, MappingNode):
            inner = [part for pair in node.value for part in pair]
        known[id(node)] = 1 + sum(_weight(part, known) for part in inner)
    return known[id(node)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from _texts(inner)
