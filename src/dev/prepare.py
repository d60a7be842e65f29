"""`python -m dev.prepare FILE`: the demo's database brought up to date and its world seeded; the logins go to FILE."""

import json
import sys
from pathlib import Path

from meuplano.cli import ground


def main(target: str) -> int:
    """Write [[label, e-mail, password], …]; seeding happens once, the logins are told every time."""
    try:
        ground.begin(server=False)
        from meuplano.jobs import demo

        seed = getattr(demo, "seed", list)
        draft = Path(target).with_suffix(".new")
        draft.write_text(json.dumps(seed()))
        draft.rename(target)
    except Exception as error:
        return ground.complain("demo", error)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
