"""Our exporters in JupyterLab's own menu, *Save and Export Notebook As*, under names to read.

A server extension. JupyterLab names a format after its entry point, and its server has no address
for a name with a hyphen (a route of word characters only): both are put right for our two.
"""

import json
import re
from typing import Any
from urllib.parse import quote

from jupyter_server.nbconvert.handlers import NbconvertFileHandler
from jupyter_server.services.nbconvert.handlers import NbconvertRootHandler
from jupyter_server.utils import url_path_join

# As the menu says -> as nbconvert knows it.
TITLES = {"Report (HTML)": "report-html", "Report (PDF)": "report-pdf"}


class Formats(NbconvertRootHandler):
    """The list of formats, ours under their titles."""

    def finish(self, chunk: Any = None) -> Any:
        """Send the list, ours first."""
        if self.get_status() == 200:
            formats = json.loads(chunk)
            ours = {title: formats.pop(name) for title, name in TITLES.items() if name in formats}
            chunk = json.dumps(ours | formats)
        return super().finish(chunk)


class File(NbconvertFileHandler):
    """A notebook in one of our formats, by its title."""

    async def get(self, title: str, path: str) -> None:
        """Send the notebook at `path`."""
        if sending := super().get(TITLES[title], path):
            await sending


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "analysis.press.lab.menu"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Answer at our addresses, before the server's own handlers are asked."""
    base = server.web_app.settings["base_url"]
    titles = "|".join(re.escape(quote(title, safe="()")) for title in TITLES)
    server.web_app.add_handlers(
        ".*$",
        [
            (url_path_join(base, "/api/nbconvert"), Formats),
            (url_path_join(base, rf"/nbconvert/({titles})((?:/[^/]+)+)"), File),
        ],
    )
