"""One notebook on its way to a page: its parts in order, their ids and numbers."""

import base64
import html
import mimetypes
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.press import ours
from analysis.press.web import outputs, prose
from analysis.press.web.outputs import Heading, Markup, Part, Plate, Text

IN_SHORT = "in short"
# Ids that the page's own frame uses.
FRAME = ("top", "main", "contents", "in-short")


class Report:
    """The parts of a notebook, read once; `warnings` says what could not be shown, and where."""

    def __init__(
        self, notebook: NotebookNode, *, name: str = "", folder: str = "", has_code: bool = False
    ) -> None:
        self.notebook, self.name, self.has_code = notebook, name, has_code
        self.folder = Path(folder) if folder else None
        self.is_ours = ours.KEY in notebook.metadata
        self.warnings: list[str] = []
        # Id -> what the text calls it; "" leaves the words to the author.
        self.targets: dict[str, str] = dict.fromkeys(FRAME, "")
        self.counts = {"Figure": 0, "Table": 0}
        self.prose = prose.Prose(self._target)
        self.place, self.rank = "", 0
        self.parts = [self._named(part) for part in self._read()]

    def sections(self) -> tuple[Heading | None, list[Part], list[Part], list[Part]]:
        """Return the question, the paragraphs that lead, the answer in short, and the rest."""
        parts = list(self.parts)
        question = next((p for p in parts if isinstance(p, Heading)), None)
        lead: list[Part] = []
        if question and question.level == 1:
            start = parts.index(question)
            end = _first(parts, start + 1, lambda part: not isinstance(part, Text))
            lead = parts[start + 1 : end]
            parts[start:end] = []
        else:
            question = None
        start = _first(parts, 0, _is_in_short)
        end = _first(parts, start + 1, lambda part: isinstance(part, Heading) and part.level <= 2)
        return question, lead, parts[start + 1 : end], parts[:start] + parts[end:]

    def html(self, parts: list[Part]) -> str:
        """Return parts as HTML."""
        return "\n".join(self._part(part) for part in parts)

    def _read(self) -> Iterator[Part]:
        never_shown = ours.never_shown(self.notebook)
        for number, cell in enumerate(self.notebook.cells, 1):
            tags = set(cell.get("metadata", {}).get("tags", []))
            self.place = f"cell {number}"
            source = "".join(cell.get("source", ""))
            if tags & never_shown:
                continue
            if cell.cell_type == "markdown":
                yield from self._split(prose.tokens(source), cell.get("attachments", {}))
            elif cell.cell_type == "code":
                if self.has_code and not tags & ours.NO_CODE and source.strip():
                    yield Markup(prose.code(source, self._language()))
                for output in cell.get("outputs") or [] if not tags & ours.NO_OUTPUT else ():
                    yield from self._output(output)

    def _split(self, tokens: list[prose.Token], attachments: dict[str, Any]) -> Iterator[Part]:
        """Yield headings and the text between them."""
        run: list[prose.Token] = []
        for token in tokens:
            self._embed_images(token, attachments)
            if token["type"] != "heading":
                run.append(token)
                continue
            if run:
                yield Text(run)
                run = []
            yield Heading(token, token["attrs"]["level"], prose.slug(prose.words(token)))
        if run:
            yield Text(run)

    def _output(self, output: Any) -> Iterator[Part]:
        try:
            if self.is_ours and output.get("name") == "stderr":
                self._warn(f"a warning of the code is left out: {''.join(output['text']).strip()}")
                return
            found = list(outputs.parts(output, self.place, self.place.replace(" ", "-")))
        except Exception as problem:  # a notebook from elsewhere may be broken in any way
            reason = f"it has no {problem}" if isinstance(problem, KeyError) else str(problem)
            self._warn(f"an output is not what it says it is, so its text is shown: {reason}")
            found = [outputs.preformatted(_text_of(output), f"Output of {self.place}")]
        for part in found:
            yield from self._split(part.tokens, {}) if isinstance(part, Text) else [part]

    def _named(self, part: Part) -> Part:
        """Give a part its id, which no other has, and its number."""
        if isinstance(part, Heading | Plate):
            wanted, count = part.label, 1
            while part.label in self.targets:
                count += 1
                part.label = f"{wanted}-{count}"
            if isinstance(part, Heading):
                is_title = self.rank == 0 and part.level == 1
                part.rank = min(max(part.level, 2), max(self.rank, 1) + 1, 6)
                self.rank = 1 if is_title else part.rank
            else:
                if count > 1 and not wanted.startswith("cell-"):
                    self._warn(f"the label {wanted} is already taken; this one is {part.label}")
                if part.caption or part.kind == "Table":
                    self.counts[part.kind] += 1
                    part.number = self.counts[part.kind]
            self.targets[part.label] = part.name if isinstance(part, Plate) else ""
        return part

    def _part(self, part: Part) -> str:
        if isinstance(part, Markup):
            return part.html
        if isinstance(part, Text):
            return self.prose.page(part.tokens)
        return self._heading(part) if isinstance(part, Heading) else self._plate(part)

    def _heading(self, part: Heading) -> str:
        name = html.escape(prose.typographic(prose.words(part.token)))
        return (
            f'<div class="heading"><h{part.rank} id="{part.label}">'
            f"{self.prose.page(part.token['children'])}</h{part.rank}>"
            f'<a href="#{part.label}" aria-label="Link to: {name}"></a></div>'
        )

    def _plate(self, part: Plate) -> str:
        label, kind = html.escape(part.label), part.kind.lower()
        caption = note = ""
        if part.number:
            caption = (
                f'<figcaption id="{label}-caption"><a href="#{label}">{part.name}.</a> '
                f"{self.prose.line(part.caption)}</figcaption>"
            )
        if part.note:
            note = f'<p class="note">{self.prose.line(part.note)}</p>'
        body = part.body.replace(outputs.OWN_ID, label)
        bare = "" if caption else " bare"
        return f'<figure id="{label}" class="{kind}{bare}">{caption}{body}{note}</figure>'

    def _target(self, label: str) -> tuple[str, str] | None:
        """Return the id that a link within the page means and its name, None if there is none."""
        for known in (label, prose.slug(label)):
            if known in self.targets:
                return known, self.targets[known]
        self._warn(f"nothing here is called {label}: the link to it is left as words", place="")
        return None

    def _embed_images(self, token: prose.Token, attachments: dict[str, Any]) -> None:
        for child in token.get("children", []):
            self._embed_images(child, attachments)
        if token["type"] == "image":
            token["attrs"]["url"] = self._image(token["attrs"]["url"], attachments)

    def _image(self, address: str, attachments: dict[str, Any]) -> str:
        """Return an attached image, or one beside the notebook, as data; others as they are."""
        if address.startswith("attachment:"):
            for mime, coded in attachments.get(address.removeprefix("attachment:"), {}).items():
                return f"data:{mime};base64,{''.join(coded)}"
        kind = mimetypes.guess_type(address)[0] or ""
        if self.folder and kind.startswith("image/") and not re.match(r"\w+:|/", address):
            path = (self.folder / address).resolve()
            # Nothing outside the notebook's own folder gets into a page.
            if path.is_relative_to(self.folder.resolve()) and path.is_file():
                return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
        if not address.startswith("data:"):
            self._warn(f"the image {address} is not part of the notebook: the page names it only")
        return address

    def _language(self) -> str:
        metadata = self.notebook.metadata
        return str(metadata.get("language_info", {}).get("name", "python"))

    def _warn(self, words: str, place: str | None = None) -> None:
        where = [part for part in (self.name, self.place if place is None else place) if part]
        self.warnings.append(": ".join([*where, words]))


def _first(parts: list[Part], start: int, is_wanted: Callable[[Part], bool]) -> int:
    """Return where the first wanted part is from `start` on, or the end."""
    return next((i for i in range(start, len(parts)) if is_wanted(parts[i])), len(parts))


def _is_in_short(part: Part) -> bool:
    return isinstance(part, Heading) and prose.words(part.token).strip().lower() == IN_SHORT


def _text_of(output: Any) -> str:
    bundle = output.get("data") if isinstance(output, dict) else None
    plain = bundle.get("text/plain") if isinstance(bundle, dict) else None
    if isinstance(plain, list):
        plain = "".join(map(str, plain))
    return plain if isinstance(plain, str) else str(output)
