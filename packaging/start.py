"""What an installed Longscroll begins with."""

import sys

from app.cli import main

sys.exit(main())
