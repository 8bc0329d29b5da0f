"""Prints how long the window takes to appear on a real X server, first and later starts.

    python tests/benchmarks/bench_start.py [--starts 6]

Counts from the start of the process to a mapped window with the story in it. Needs Xvfb, openbox
and xdotool.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DISPLAY = ":97"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=6)
    starts = parser.parse_args().starts
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DISPLAY": DISPLAY, "LONGSCROLL_DATA": folder}
        environment.pop("QT_QPA_PLATFORM", None)
        helpers = [subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1366x768x24"])]
        time.sleep(1)
        helpers.append(subprocess.Popen(["openbox"], env=environment))
        try:
            times = [start(environment, welcomed=number > 0) for number in range(starts)]
        finally:
            for process in reversed(helpers):
                process.terminate()
    for name, index in (("window visible", 0), ("story in it", 1)):
        later = statistics.median(pair[index] for pair in times[1:])
        print(f"{name:15} first start {times[0][index]:.2f} s, later {later:.2f} s (median)")


def start(environment: dict[str, str], *, welcomed: bool) -> tuple[float, float]:
    """Seconds until there is a visible window, and one with a story's title; closes it again. Who
    is welcomed first presses Return as soon as the window is there."""
    begun = time.perf_counter()
    program = subprocess.Popen([sys.executable, "-m", "app"], env=environment, cwd=ROOT)
    visible = until("Longscroll", environment) - begun
    if not welcomed:
        time.sleep(0.5)
        subprocess.run(["xdotool", "key", "Return"], env=environment, check=True)
    seconds = (visible, until("– Longscroll", environment) - begun)
    time.sleep(2)
    subprocess.run(["xdotool", "key", "alt+F4"], env=environment, check=True)
    program.wait(60)
    return seconds


def until(name: str, environment: dict[str, str]) -> float:
    """The moment a visible window's title holds `name`; xdotool's own waiting is too coarse."""
    search = ["xdotool", "search", "--onlyvisible", "--name", name]
    while subprocess.run(search, env=environment, capture_output=True, check=False).returncode:
        time.sleep(0.01)
    return time.perf_counter()


if __name__ == "__main__":
    main()
