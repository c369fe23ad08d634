"""Small books, made from nothing in a folder and built there."""

import nbformat
from builds import SPHINX, run

from livefig.sphinx_ext import STATE, WIDGETS_VERSION

VIEW = "application/vnd.jupyter.widget-view+json"
DESCRIBED = {
    "kernelspec": {"name": "python3", "display_name": "Python 3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}


def notebook(*cells, widgets=None):
    """Return a notebook with a title and these cells: sources, or pairs of a source and its output."""
    written = [nbformat.v4.new_markdown_cell("# A page of a small book")]
    for number, cell in enumerate(cells, start=1):
        source, *outputs = [cell] if isinstance(cell, str) else cell
        written.append(nbformat.v4.new_code_cell(source, outputs=outputs, execution_count=number if outputs else None))
    held = {"widgets": {STATE: {**WIDGETS_VERSION, "state": widgets}}} if widgets is not None else {}
    return nbformat.v4.new_notebook(cells=written, metadata=DESCRIBED | held)


def saved(*demos, with_state=True):
    """Return a notebook as Jupyter saves it after these demos were shown, one in each cell."""
    outputs = []
    for demo in demos:
        data = {VIEW: {"model_id": demo.model_id, **WIDGETS_VERSION}, "text/plain": repr(demo)}
        outputs.append(nbformat.v4.new_output("display_data", data=data))
    models = {
        demo.model_id: {"model_module": "anywidget", "model_name": "AnyModel", "state": demo.get_state()}
        for demo in demos
    }
    cells = [("explore(...)", output) for output in outputs]
    return notebook(*cells, widgets=models if with_state else None)


def write(folder, **notebooks):
    for name, page in notebooks.items():
        nbformat.write(page, folder / f"{name}.ipynb")


def build(folder, *options, execute="off"):
    """Build all notebooks of a folder with Sphinx and no settings but those that stand here."""
    given = {
        "extensions": "myst_nb,livefig.sphinx_ext",
        "nb_execution_mode": execute,
        "exclude_patterns": "_build",
    }
    settings = [part for name, value in given.items() for part in ("-D", f"{name}={value}")]
    return run(SPHINX, "-C", *settings, *options, ".", "_build/html", folder=folder)
