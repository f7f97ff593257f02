"""A notebook in which every field has the shape that the format asks for, whatever came in."""

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

_CELL_TYPES = ("markdown", "code", "raw")


def notebook(given: Mapping[str, Any]) -> NotebookNode:
    r"""Return the notebook with what is no cell left out and odd fields read as text.

    >>> broken = {"cells": [{"cell_type": "code", "source": ["a\n", "b"], "outputs": None}, 5]}
    >>> [(cell.source, cell.outputs) for cell in notebook(broken).cells]
    [('a\nb', [])]
    """
    metadata = _mapping(given.get("metadata"))
    if not isinstance(metadata.get("language", ""), str):
        metadata.pop("language")
    # Before version 4 of the format, cells lay in sheets.
    sheets = [_mapping(sheet) for sheet in _sequence(given.get("worksheets"))]
    cells = [cell for one in (given, *sheets) for cell in _sequence(one.get("cells"))]
    return NotebookNode(
        nbformat=4,
        nbformat_minor=5,
        metadata=_node(metadata),
        cells=[_cell(cell, n) for n, cell in enumerate(cells) if _is_mapping(cell)],
    )


def joined(text: Any) -> str:
    """Return a text that a notebook may keep as a list of lines."""
    return "".join(map(str, text)) if isinstance(text, list | tuple) else str(text or "")


def _cell(cell: Mapping[str, Any], number: int) -> NotebookNode:
    kind = str(cell.get("cell_type"))
    kind = kind if kind in _CELL_TYPES else "raw"
    source = joined(cell.get("source", cell.get("input")))
    metadata = _mapping(cell.get("metadata"))
    tags = metadata.get("tags")
    metadata["tags"] = [str(tag) for tag in tags] if isinstance(tags, list) else []
    sound = NotebookNode(
        id=f"cell-{number}", cell_type=kind, source=source, metadata=_node(metadata)
    )
    if sound.cell_type == "code":
        outputs = [_output(shown) for shown in _sequence(cell.get("outputs")) if _is_mapping(shown)]
        sound.update(outputs=outputs, execution_count=None)
    else:
        bundles = _mapping(cell.get("attachments")).items()
        sound.attachments = _node({name: _mapping(bundle) for name, bundle in bundles})
    return sound


def _output(shown: Mapping[str, Any]) -> NotebookNode:
    kind = shown.get("output_type")
    if kind == "stream":
        name = str(shown.get("name", "stdout"))
        return NotebookNode(output_type=kind, name=name, text=joined(shown.get("text")))
    if kind == "error":
        ename, evalue = joined(shown.get("ename")) or "Error", joined(shown.get("evalue"))
        trace = [joined(line) for line in _sequence(shown.get("traceback"))]
        return NotebookNode(output_type="error", ename=ename, evalue=evalue, traceback=trace)
    data = _mapping(shown.get("data"))
    if not data and shown.get("text"):
        data["text/plain"] = shown["text"]
    metadata = _node(_mapping(shown.get("metadata")))
    return NotebookNode(output_type="display_data", data=_node(data), metadata=metadata)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping)


def _mapping(value: Any) -> dict[str, Any]:
    return {str(key): inner for key, inner in value.items()} if _is_mapping(value) else {}


def _sequence(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _node(value: dict[str, Any]) -> NotebookNode:
    """Return the mapping with access by attribute, as deep as other code expects it."""
    node = NotebookNode()
    node.update(value)
    return node
