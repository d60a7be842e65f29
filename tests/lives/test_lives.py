"""Account lives: 200 account-years with everything going wrong, after which the checker finds nothing."""

import json
import os
import subprocess
import sys

import pytest

from dev import ROOT
from meuplano.records import faults

# Regret (D37), trust (D51), another plan and offers (D48, D59). `dev lives` prints the others that never happened.
MUST_HAPPEN = {
    "regrets", "shows_a_proof", "decides_about_a_proof", "is_offered_another_plan", "is_offered_more",
    "accepts_an_offer", "declines_an_offer",
}  # fmt: skip


@pytest.mark.timeout(1800)
def test_two_hundred_account_years_and_the_checker_finds_nothing() -> None:
    """On two processes with databases of their own; a failing seed is lived again by `dev lives --seed N`.

    Seeds 3 and 4 differ in all that a life draws once: a bank that tells and one that has to be asked, boletos by file
    or not, a system that is seldom and one that is often down, release at payment and at confirmation.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MEUPLANO_", "DATABASE_"))}
    command = [sys.executable, "-m", "dev.main", "lives", "--years", "200", "--first-seed", "3", "--processes", "2"]
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, timeout=1780)
    assert done.returncode == 0, done.stdout + done.stderr[-4000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["account_years"] >= 200
    assert result["failed_seeds"] == []
    missed = set(faults.POINTS) - set(result["broken_off"])
    assert not missed, f"no life was broken off there: {missed}"
    assert not MUST_HAPPEN & set(result["never_done"]), "a verb that nobody could do in all these years shows nothing"
