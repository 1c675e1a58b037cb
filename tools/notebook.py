"""Execute notebooks/01_explore.ipynb and store its outputs; run it after a change that they show.

    python tools/notebook.py

`executed` gives the notebook with fresh outputs, `essence` what of them the tests compare.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).parent.parent / "notebooks" / "01_explore.ipynb"


def executed(path: Path = NOTEBOOK) -> Any:
    """Return the notebook, run from its own folder in a new kernel."""
    import nbformat
    from nbclient import NotebookClient

    home = str(NOTEBOOK.parent.parent)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))  # the kernel's
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": path.parent}})
    client.execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook


def essence(notebook: Any) -> list[list[str]]:
    """The texts that each cell printed or showed; of pages and pictures only that they are there."""
    found = []
    for cell in notebook.cells:
        shown = []
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            shown += [output["text"]] if "text" in output else []
            shown += [data["text/plain"]] if "text/plain" in data and "image/svg+xml" not in data else []
            shown += [kind for kind in ("text/html", "image/png", "image/svg+xml") if kind in data]
        found.append(shown)
    return found


if __name__ == "__main__":
    import nbformat

    made = executed()
    made.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(made, NOTEBOOK)
    print(f"{NOTEBOOK}: {NOTEBOOK.stat().st_size // 1024} KB")
