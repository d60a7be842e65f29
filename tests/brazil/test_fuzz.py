"""A bounded run of the fuzzer, from the published codes as its seeds: nothing but declared errors comes out."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.brazil.vectors import boletos, inputs, load

ROOT = Path(__file__).parents[2]
RUNS = 20_000


def seeds() -> list[bytes]:
    """One input for each reader and published code, as tests/fuzz/codes.py takes them."""
    pix = load("pix_brcodes")
    documents = load("cpf_cnpj")
    return [
        *(b"\x00" + record["linha_digitavel"].encode() for record in boletos()),
        *(b"\x01" + vector["brcode"][:-8].encode() for vector in pix["valid"] + load("pix_more")),
        *(b"\x01" + vector["brcode"].encode() for vector in pix["invalid"]),
        *(b"\x02" + vector["value"].encode() for kind in ("cpf", "cnpj") for vector in documents[kind]["valid"]),
        *(b"\x03" + json.dumps(inputs(record)).encode() for record in boletos()),
    ]


def test_a_bounded_run_finds_nothing(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds()):
        (corpus / str(number)).write_bytes(seed)
    command = [sys.executable, "-m", "tests.fuzz.codes", f"-runs={RUNS}", "-seed=1", "-max_len=1200"]
    run = subprocess.run(
        [*command, f"-artifact_prefix={tmp_path}/", str(corpus)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr[-4000:]
    done = re.search(r"Done (\d+) runs", run.stderr)
    assert done
    assert int(done[1]) >= RUNS  # the last batch may take it past them
