"""Prints how fast the engine is beside llama.cpp and pip's rwkv, in turns, in one run.

    python -m tests.benchmarks.engine --against llama-cpp-python,rwkv --peers-python PATH
        [--shapes 0.1B,0.4B,1.5B] [--threads N] [--cache FOLDER] [--json]

The peers want an environment of their own, whose interpreter is PATH: pip install torch rwkv
llama-cpp-python (built on the spot: with CMAKE_ARGS=-DGGML_NATIVE=ON for this very processor).
Random RWKV-7 checkpoints of the released sizes are made once in the cache folder (also from
LONGSCROLL_BENCH_CACHE; up to 25 GB for all shapes). Each cell is a process of its own; samples
that other programs disturbed are repeated, and marked with a star if none was clean. Wants an
otherwise idle machine. Prints and judges in words; nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

# As a script the repository is not on the path; with -m it is.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.loading import LoadOptions, load_weights
from engine.runtimes.providers import usable_cores
from tests.benchmarks.peers.child import Job
from tests.benchmarks.peers.models import SIZES, SMALL, ModelFiles
from tests.benchmarks.peers.runs import (
    LLAMA,
    OWN,
    PIP,
    ROOT,
    Cell,
    Result,
    importable,
    own_python,
    prepare,
    run_all,
    run_child,
)
from tests.benchmarks.peers.table import disturbed_share, print_results

PEERS = {"llama-cpp-python": (LLAMA, "llama_cpp"), "rwkv": (PIP, "rwkv")}
CHECK_TOKENS = (10, 200, 33, 33, 33, 5, 90, 128, 7, 1)


def main() -> None:
    options = parse()
    peers = present_peers(options)
    say = quiet if options.json else tell
    header = [f"Longscroll against {', '.join(peers) or 'nobody'}", machine(), *absent(options)]
    if LLAMA in peers:
        header += [about_llama(options.peers_python), check_llama(options)]
    for line in header:
        say(line)
    cells = [cell for shape in options.shapes for cell in cells_of(shape, peers, options)]
    results = run_prepared(cells, options, say)
    if options.json:
        print(json.dumps({"header": header, "cells": [result.plain() for result in results]}))
        return
    print_results(results, options.threads)
    print(f"\n{disturbed_share(results)}")


def parse() -> argparse.Namespace:
    raw = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--against", type=names, default=[], help="llama-cpp-python,rwkv")
    parser.add_argument("--shapes", type=names, default=["0.1B"], help=", ".join(SIZES))
    parser.add_argument("--threads", type=int, default=usable_cores())
    parser.add_argument("--peers-python", default=own_python(), help="the peers' interpreter")
    folder = Path(tempfile.gettempdir()) / "longscroll-bench"
    given = os.environ.get("LONGSCROLL_BENCH_CACHE", str(folder))
    parser.add_argument("--cache", type=Path, default=Path(given))
    parser.add_argument("--own", type=names, default=["int8", "int4", "none"])
    parser.add_argument("--llama", type=names, default=["Q8_0", "Q4_0", "F16"])
    parser.add_argument("--measures", type=names, default=["prefill", "decode"])
    parser.add_argument("--hog", choices=("no", "also", "only"), default="also")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--samples", type=int, default=2, help="in each process")
    parser.add_argument("--prefill", type=int, default=512)
    parser.add_argument("--decode", type=int, default=128)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def names(text: str) -> list[str]:
    """Words between commas."""
    return [word for word in text.split(",") if word]


def present_peers(options: argparse.Namespace) -> list[str]:
    """The peers that were asked for and can be imported."""
    known = [PEERS[name] for name in options.against]
    return [engine for engine, package in known if importable(options.peers_python, package)]


def absent(options: argparse.Namespace) -> list[str]:
    """A line for each peer that is not there."""
    present = present_peers(options)
    return [
        f"{name} is not installed in {options.peers_python}: left out"
        for name in options.against
        if PEERS[name][0] not in present
    ]


def cells_of(shape: str, peers: list[str], options: argparse.Namespace) -> list[Cell]:
    """Everything to be measured on one shape, ours and theirs in turns."""
    files = ModelFiles(options.cache / shape, SIZES[shape], options.peers_python)
    base = Job("", threads=options.threads, prefill=options.prefill, decode=options.decode)
    base = replace(base, samples=options.samples, measures=tuple(options.measures))
    cells: list[Cell] = []
    own, theirs = own_cells(shape, files, base, options), []
    if LLAMA in peers:
        for kind in options.llama:
            job = replace(base, file=str(files.gguf(kind)))
            theirs.append(Cell(shape, LLAMA, kind, job, options.peers_python))
    if PIP in peers:
        job = replace(base, file=str(files.pth()))
        theirs.append(Cell(shape, PIP, "fp32", job, options.peers_python))
    while own or theirs:
        cells += own[:1] + theirs[:1]
        own, theirs = own[1:], theirs[1:]
    idle = cells if options.hog != "only" else []
    return idle + (hog_cells(cells) if options.hog != "no" else [])


def own_cells(shape: str, files: ModelFiles, base: Job, options: argparse.Namespace) -> list[Cell]:
    """Longscroll with each kind of weights."""
    base = replace(base, file=str(files.pth()), cache=str(options.cache / "graphs"))
    jobs = [replace(base, quant=quant) for quant in options.own]
    return [Cell(shape, OWN, job.quant, job, own_python()) for job in jobs]


def hog_cells(cells: list[Cell]) -> list[Cell]:
    """Decoding beside one busy program, and what it is compared with: one thread alone."""
    made: list[Cell] = []
    for cell in cells:
        job = replace(cell.job, measures=("decode",))
        if cell.weights == "int8":
            made.append(replace(cell, job=replace(job, threads=1)))
            made.append(replace(cell, job=replace(job, threads=0, hog=True), default_threads=True))
        if cell.weights in ("int8", "Q8_0"):
            made.append(replace(cell, job=replace(job, hog=True)))
    return made


def run_prepared(cells: list[Cell], options: argparse.Namespace, say) -> list[Result]:
    """Runs the cells after our graphs were made; a kind that cannot be made is left out."""
    reasons: dict[tuple[str, str], str] = {}
    for cell in cells:
        kind = cell.shape, cell.weights
        if cell.engine == OWN and kind not in reasons:
            say(f"preparing {cell.shape} {cell.weights}")
            reasons[kind] = prepare(cell)
    good = [cell for cell in cells if not reasons.get((cell.shape, cell.weights))]
    left_out = [
        Result(cell, missing=reasons[cell.shape, cell.weights])
        for cell in cells
        if cell not in good
    ]
    return run_all(good, options.rounds, say) + left_out


def check_llama(options: argparse.Namespace) -> str:
    """Proves our GGUF files: llama.cpp's logits beside those of our numpy oracle."""
    files = ModelFiles(options.cache / "small", SMALL, options.peers_python)
    oracle, _ = load_weights(files.pth(), LoadOptions(options.cache, "numpy"))
    expected = np.stack([oracle.step(token).copy() for token in CHECK_TOKENS])
    found = []
    for kind in ("F32", "F16"):
        job = Job(str(files.gguf(kind)), threads=1, vocab=SMALL.vocab, tokens=CHECK_TOKENS)
        logits = run_child(LLAMA, options.peers_python, job).logits
        serial, last = np.array(logits["serial"]), np.array(logits["sequence"])
        error = max(np.abs(serial - expected).max(), np.abs(last - expected[-1]).max())
        found.append(f"{kind} {error:.1e}")
    return f"check: llama.cpp's logits differ from our oracle's by at most {', '.join(found)}"


def about_llama(python: str) -> str:
    """Version and processor extensions of the peer's build."""
    command = [python, "-m", "tests.benchmarks.peers.llama_child", "about"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr.strip()


def machine() -> str:
    """What this runs on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{(models or [platform.processor()])[0]}, {usable_cores()} cores"


def tell(line: str) -> None:
    """Progress, at once."""
    print(line, flush=True)


def quiet(_line: str) -> None:
    """With --json, only JSON is printed."""


if __name__ == "__main__":
    main()
