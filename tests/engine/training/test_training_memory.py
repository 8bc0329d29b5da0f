"""A training process does not give its memory back between steps."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

SCRIPT = """
import ctypes, resource
from engine.training.memory import keep_freed_memory

print(keep_freed_memory())
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
def faults_of_an_array():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    array = libc.malloc(ctypes.c_size_t(2**25))
    ctypes.memset(array, 1, 2**25)
    libc.free(ctypes.c_void_p(array))
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
faults_of_an_array()
print(faults_of_an_array())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="a setting of glibc")
def test_an_array_that_was_freed_costs_no_pages_again():
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    could, faults = done.stdout.split()
    assert could == "True"
    assert int(faults) < 100  # of the 8,192 pages of the array
