"""`python -m dev.year`: the demo's worker lives a year; this says how far it is, until it stands still."""

import sys
import time

from meuplano.cli import ground

FIRST_DAY, LAST_DAY = (2026, 11, 24), (2027, 11, 24)
PATIENCE = 120.0  # seconds without a new day


def main() -> int:
    """Ask for what is left of the first year; 0 when it was lived, 1 when time stands still on the way."""
    ground.begin(migrate=False, server=False)
    from datetime import date

    from meuplano import clock
    from meuplano.actions.move_time import ask_for_days, is_asked
    from meuplano.jobs.schedule import automatic

    first, last = date(*FIRST_DAY), date(*LAST_DAY)
    if not is_asked() and clock.today() < last:
        ask_for_days((last - clock.today()).days, automatic())
    began, today, moved = time.monotonic(), clock.today(), time.monotonic()
    while is_asked():
        if clock.today() > today:
            if clock.today().month != today.month:
                print(
                    f"  {clock.today():%d/%m/%Y}: day {(clock.today() - first).days} of {(last - first).days}",
                    flush=True,
                )
            today, moved = clock.today(), time.monotonic()
        if time.monotonic() - moved > PATIENCE:
            print("  time stands still: see the lines above.", flush=True)
            return 1
        time.sleep(0.1)
    print(f"  {clock.today():%d/%m/%Y}: lived in {time.monotonic() - began:.0f} s\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
