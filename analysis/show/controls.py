"""A form from the parameters cell: what a report says follows what its reader chooses.

It is for a reader in JupyterLab. What is chosen stays in the form: neither the notebook nor its
variables change, so that its other cells still show what its own parameters say.
"""

from typing import TYPE_CHECKING, Any

from analysis.refusal import RefusalError
from analysis.show.drawings import Figure
from analysis.show.pickers import WIDE, chosen, held, picker
from analysis.show.replay import Replay, Step, parameters_cell, steps

if TYPE_CHECKING:
    import ipywidgets as widgets

    from analysis.declarations import Parameter


def controls() -> "widgets.VBox | None":
    """Return a form for the parameters of the notebook in which this is called.

    Below it stand the sentences of *In short* and the figures, and follow. Where nobody is there
    to answer (in a report, in a test) there is no form: the cell shows nothing.
    """
    from IPython import get_ipython

    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    # A front end with a person before it lets cells ask questions; papermill and nbval do not.
    if kernel is None or not kernel.get_parent()["content"].get("allow_stdin"):
        return None
    return form(shell.user_ns)


def form(namespace: dict[str, Any]) -> "widgets.VBox":
    """Return the form of the notebook whose cells have run in this namespace."""
    from analysis.declarations import declared

    source = parameters_cell(namespace["In"])
    if source is None:
        raise RefusalError(
            "No parameters are known yet: run the notebook's cells (Run, Run All Cells), then this."
        )
    return _Form(namespace, source, declared(source, "Parameters cell")).box


class _Form:
    """The pickers, and what the notebook says of what they hold."""

    def __init__(
        self, namespace: dict[str, Any], source: str, parameters: "dict[str, Parameter]"
    ) -> None:
        import ipywidgets as widgets

        self.notebook, self.source, self.parameters = namespace, source, parameters
        self.replay = Replay([], {})
        self.pickers = {name: picker(parameter) for name, parameter in parameters.items()}
        self.said = widgets.HTML()
        self.answer, self.figures = widgets.Output(), widgets.Output()
        reset = widgets.Button(description="Back to the notebook's values", layout=WIDE)
        reset.on_click(self._reset)
        rows = [
            widgets.HBox([widgets.Label(_capital(parameter.meaning), layout=WIDE), self.pickers[n]])
            for n, parameter in parameters.items()
        ]
        self.box = widgets.VBox([*rows, reset, self.said, self.answer, self.figures])
        self._show([step.shown for step in self._steps() if step.shown is not None])
        self._listen(is_on=True)

    def follow(self, change: Any = None) -> None:
        """Show what the notebook says of the values chosen; in one sentence if it cannot."""
        self.said.value = "<i>Reckoning …</i>"
        try:
            values = {
                name: self.parameters[name].checked(chosen(control))
                for name, control in self.pickers.items()
            }
            shown: list[Any] = []
            for made in self._replay().shown(values):
                if isinstance(made, Figure) and not any(isinstance(x, Figure) for x in shown):
                    self.answer.outputs = tuple(map(_output, shown))  # what is known by now
                shown.append(made)
            self._show(shown)
            self.said.value = self._lines(values)
        except Exception as problem:  # of any kind: the cells are whatever the notebook holds
            self._show([])
            is_said = isinstance(problem, RefusalError | ValueError)
            kind = "" if is_said else f"{type(problem).__name__}: "
            self.said.value = f"<b>{_escape(kind + str(problem))}</b>"

    def _steps(self) -> list[Step]:
        return steps(self.notebook["In"], self.notebook["Out"])

    def _replay(self) -> Replay:
        """Return the cells to run: those of last time, unless others have run since."""
        found = self._steps()
        if [step.code() for step in found] != [step.code() for step in self.replay.steps]:
            self.replay = Replay(found, {})
        if not self.replay.values:
            self.replay.namespace = dict(self.notebook)
        return self.replay

    def _show(self, shown: list[Any]) -> None:
        figures = [each for each in shown if isinstance(each, Figure)]
        self.answer.outputs = tuple(_output(each) for each in shown if each not in figures)
        self.figures.outputs = tuple(map(_output, figures))

    def _lines(self, values: dict[str, Any]) -> str:
        """Return the lines with which the parameters cell would say the same."""
        from analysis.declarations import filled

        own = self.source.split("\n")
        lines = [line for line in filled(self.source, values).split("\n") if line not in own]
        if not lines:
            return ""
        written = _escape("\n".join(lines))
        return f"To keep this, write into the parameters cell:<pre>{written}</pre>"

    def _reset(self, _: Any) -> None:
        self._listen(is_on=False)
        for name, control in self.pickers.items():
            control.value = held(control, self.parameters[name].default)
        self._listen(is_on=True)
        self.follow()

    def _listen(self, *, is_on: bool) -> None:
        for control in self.pickers.values():
            (control.observe if is_on else control.unobserve)(self.follow, names="value")


def _output(shown: Any) -> dict[str, Any]:
    bundle = shown._repr_mimebundle_()
    content, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    return {"output_type": "display_data", "data": content, "metadata": metadata}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
