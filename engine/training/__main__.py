"""python -m engine.training: see --help."""

from __future__ import annotations

import sys

from engine.training.cli import main

if __name__ == "__main__":
    sys.exit(main())
