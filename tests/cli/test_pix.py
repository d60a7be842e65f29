"""`meuplano pix`: the contract at the terminal."""

import json

from tests.brazil.vectors import load
from tests.cli.running import run

VECTORS = load("pix_brcodes")
VALID = VECTORS["valid"] + load("pix_more")


def test_decode_answers_every_official_code_and_refuses_the_malformed() -> None:
    codes = [vector["brcode"] for vector in VALID + VECTORS["invalid"]]
    outcome = run("pix", "decode", given="\n".join(codes))
    assert (outcome.status, outcome.errors) == (1, "")
    assert len(outcome.answers) == len(codes)
    for vector, answer in zip(VALID, outcome.answers, strict=False):
        assert answer == vector["decoded"] | {"kind": vector["kind"]}
    for vector, answer in zip(VECTORS["invalid"], outcome.answers[len(VALID) :], strict=True):
        assert vector["expected_crc"] in answer["error"]


def test_encode_takes_what_decode_writes() -> None:
    built = [vector for vector in VALID if vector["kind"] != "multi-arrangement"]
    decoded = run("pix", "decode", given="\n".join(vector["brcode"] for vector in built))
    encoded = run("pix", "encode", given=decoded.out)
    assert (encoded.status, encoded.errors) == (0, "")
    assert encoded.answers == [{"brcode": vector["brcode"]} for vector in built]


def test_encode_refuses_by_name() -> None:
    good = {"key": "a@b.example", "merchant_name": "Loja", "merchant_city": "SAO PAULO"}
    cases = [
        (good | {"amount": 10.5}, None),
        (good | {"amount": "0.00"}, "an open amount is left out"),
        (good | {"amount": "1,00"}, "amount '1,00'"),
        (good | {"kind": "dynamic"}, "kind is 'dynamic', but these fields make a static code"),
        (good | {"kind": "multi-arrangement"}, "read, not built"),
        (good | {"merchant_city": None}, "merchant_city is missing"),
        (good | {"key": []}, "key must be text"),
        (good | {"key": None}, "key, url or recurrence_url is missing"),
    ]
    outcome = run("pix", "encode", given="\n".join(json.dumps(case) for case, _ in cases))
    assert outcome.status == 1
    for (_, why), answer in zip(cases, outcome.answers, strict=True):
        assert ("brcode" in answer) if why is None else (why in answer["error"])
