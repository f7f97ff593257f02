"""The media types by which what a cell shows reaches the press."""

VALUES_MIME = "application/vnd.filmed-in-orbit.values+json"
TABLE_MIME = "application/vnd.dataresource+json"
