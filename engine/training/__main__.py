"""python -m engine.training: see --help."""

from __future__ import annotations

import sys

from engine.training.cli import main
from engine.training.memory import keep_freed_memory

if __name__ == "__main__":
    keep_freed_memory()
    sys.exit(main())
