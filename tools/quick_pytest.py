"""A plugin of pytest for `make quick`: leaves out what takes long, stops in time, tells what became of each file.

python -m pytest -p quick_pytest --tell FILE --seconds 40 --slow FILE
"""

import json
import time
from collections import Counter
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--tell", type=Path, help="where to write what became of each file")
    parser.addoption("--seconds", type=float, help="after which no other test is begun")
    parser.addoption("--slow", type=Path, help="the names of tests that are left out")


class Told:
    """What became of the tests, by file."""

    def __init__(self, config: pytest.Config) -> None:
        self.path, self.end = config.getoption("--tell"), time.monotonic() + config.getoption("--seconds")
        self.slow = set(json.loads(config.getoption("--slow").read_text(encoding="utf-8")))
        self.wanted, self.left_out, self.done = Counter(), Counter(), Counter()
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        self.running = ""

    def write(self) -> None:
        """Write it down at once: the run may be ended from outside."""
        told = {name: value for name, value in vars(self).items() if name not in ("path", "end", "slow")}
        self.path.write_text(json.dumps(told | {"failed": sorted(self.failed)}), encoding="utf-8")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        out = [item for item in items if item.get_closest_marker("browser") or item.nodeid in self.slow]
        self.left_out.update(file_of(item.nodeid) for item in out)
        items[:] = [item for item in items if item not in set(out)]
        self.wanted.update(file_of(item.nodeid) for item in items)
        config.hook.pytest_deselected(items=out)
        self.write()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.running = nodeid
        self.write()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration
        if report.failed:
            self.failed.add(file_of(report.nodeid))

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.done[file_of(nodeid)] += 1
        self.running = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> object:
        result = yield
        if time.monotonic() > self.end:
            item.session.shouldstop = "the minute is over"
        return result

    def pytest_sessionfinish(self) -> None:
        self.write()


def file_of(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Told(config))
