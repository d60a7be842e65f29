"""A bounded run of the fuzzer over bank files, from the real ones as its seeds: only declared errors come out."""

import re
import subprocess
import sys
from pathlib import Path

from tests.brazil.cnab.returns import FILES, content, made, t, u

ROOT = Path(__file__).parents[3]
RUNS = 6_000


def test_a_bounded_run_finds_nothing(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    seeds = [content(name)[:2400] for name in FILES] + [made(t(), u(), end=""), b"\xff\x0fFAT-41178", b"\xff\x11123456"]
    for number, seed in enumerate(seeds):
        (corpus / str(number)).write_bytes(seed)
    command = [sys.executable, "-m", "tests.fuzz.bank_files", f"-runs={RUNS}", "-seed=1", "-max_len=2400"]
    run = subprocess.run(
        [*command, f"-artifact_prefix={tmp_path}/", str(corpus)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr[-4000:]
    done = re.search(r"Done (\d+) runs", run.stderr)
    assert done
    assert int(done[1]) >= RUNS  # the last batch may take it past them
