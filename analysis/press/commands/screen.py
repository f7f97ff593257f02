"""What the commands write on: the terminal, or the file that stands in for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

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
