"""`python -m meuplano.cli`: the same as the command `meuplano`."""

import sys

from meuplano.cli import main

if __name__ == "__main__":
    sys.exit(main())
