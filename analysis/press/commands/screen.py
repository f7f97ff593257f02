"""What the commands write on: the terminal, or the file that stands in for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
)

out = Console(soft_wrap=True, highlight=False)
if not out.is_terminal:
    out.width = 200  # a table is not cut for a reader that has no columns
err = Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def progress(name: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show how far a report is; nothing where there is no terminal to see it."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[name]}: {task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("starting", name=name, total=None)
        yield lambda stage, done, of: bar.update(task, description=stage, completed=done, total=of)


class Board:
    """Where many reports at once are shown: a bar for all, and one for each in hand."""

    def __init__(self, bar: Progress, total: int) -> None:
        self._bar = bar
        self._all = bar.add_task("", name=f"{total} reports", total=total)
        self._tasks: dict[str, TaskID] = {}

    def stage(self, name: str, stage: str, done: int, of: int) -> None:
        """Show how far one report is."""
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task("", name=name)
        self._bar.update(self._tasks[name], description=stage, completed=done, total=of)

    def finish(self, name: str, line: str, *, is_fault: bool = False) -> None:
        """Say in one line what became of a report; in red, on stderr, if nothing did."""
        if name in self._tasks:
            self._bar.remove_task(self._tasks.pop(name))
        self._bar.advance(self._all)
        self.say(f"{name}: {line}", is_fault=is_fault, to=err if is_fault else out)

    def say(self, line: str, *, is_fault: bool = False, to: Console = err) -> None:
        """Print a line above the bars."""
        place = self._bar.console if to.is_terminal and err.is_terminal else to
        place.print(line, style="red" if is_fault else None, markup=False)


@contextmanager
def side_by_side(total: int) -> Iterator[Board]:
    """Show how far many reports are; without a terminal, one line for each that is done."""
    words = TextColumn("{task.fields[name]}: {task.description}")
    columns = (words, BarColumn(bar_width=24), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        yield Board(bar, total)
