"""Time dlkit against its peers and write RESULTS.md: `python -m benchmarks`, which `make bench` runs.

With names of modules, as in `python -m benchmarks newton`, only these are timed and nothing is written.
"""

import importlib
import sys
import time
from pathlib import Path

import threadpoolctl
import torch

from benchmarks import calls, least_squares, report
from benchmarks.compare import measured

WORKS = "least_squares", "newton", "descent", "surfaces", "networks", "products"
RESULTS = Path(__file__).with_name("RESULTS.md")


def main(names):
    modules = [importlib.import_module(f"benchmarks.{name}") for name in names or WORKS]
    torch.set_num_threads(1)
    rows, short = [], []
    with threadpoolctl.threadpool_limits(1):  # holds for the libraries loaded by now, so all are
        several = [pool["filepath"] for pool in threadpoolctl.threadpool_info() if pool["num_threads"] != 1]
        assert not several, f"these still use several threads: {several}"
        start = time.perf_counter()
        for module in modules:
            for comparison in getattr(module, "comparisons", tuple)():
                print(f"{time.perf_counter() - start:4.0f} s  {comparison.work}: {comparison.peer}", file=sys.stderr)
                times, said = measured(comparison)
                rows.append(report.row(comparison, times, said))
                if report.missed(comparison, times):
                    short.append(comparison.work)
        text = report.HEAD + "\n".join(rows) + "\n" + report.notes(short)
        if least_squares in modules:
            text += report.table_of_errors(*least_squares.errors())
        if not names or calls in modules:
            text += calls.overheads()
        text += report.machine()
    if not names:
        RESULTS.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
