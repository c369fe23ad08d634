"""To import dlkit takes little more than to import NumPy: what is large is loaded when it is used."""

import subprocess
import sys

import pytest

import dlkit

LARGE = ("matplotlib", "ipywidgets", "anywidget", "IPython", "scipy", "sklearn", "pandas", "livefig")


def loaded_by(code):
    """The modules of a fresh process that has run this code, without those that NumPy loads."""
    script = f"import sys, numpy\nbefore = set(sys.modules)\n{code}\nprint(*(set(sys.modules) - before))"
    return set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )


def test_nothing_large_is_loaded():
    loaded = loaded_by("import dlkit")
    assert loaded & set(LARGE) == set()
    assert len([name for name in loaded if not name.startswith(("dlkit", "numpy"))]) < 40


@pytest.mark.parametrize(
    "code",
    [
        "import dlkit; dlkit.least_squares([[1.0], [2.0]], [1.0, 2.0])",
        "import dlkit; dlkit.check('predict')",
        "import dlkit; dlkit.penguins()",
        "import dlkit; dlkit.show(dlkit.sigmoid)",
        "from dlkit import COLORS, gradient_descent, Network",
    ],
)
def test_the_mathematics_the_data_and_the_checks_need_numpy_alone(code):
    assert loaded_by(code) & set(LARGE) == set()


def test_the_plots_come_when_one_is_asked_for():
    loaded = loaded_by("import dlkit; dlkit.plot_data")
    assert "matplotlib" in loaded
    assert "livefig" not in loaded


def test_every_public_name_is_there_and_no_other():
    assert [name for name in dlkit.__all__ if not hasattr(dlkit, name)] == []
    assert set(dlkit.__all__) <= set(dir(dlkit))
    with pytest.raises(AttributeError, match="module 'dlkit' has no attribute 'plot_nothing'"):
        dlkit.plot_nothing  # noqa: B018 - the name is what is tested
