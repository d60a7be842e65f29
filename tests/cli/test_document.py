"""`meuplano document`: the contract at the terminal."""

from tests.brazil.vectors import load
from tests.cli.running import run

VECTORS = load("cpf_cnpj")


def test_check_answers_every_published_number() -> None:
    cases = [
        (vector["value"], kind, vector["canonical"], True)
        for kind in ("cpf", "cnpj")
        for vector in VECTORS[kind]["valid"]
    ]
    outcome = run("document", "check", given="\n".join(value for value, *_ in cases))
    assert (outcome.status, outcome.errors) == (0, "")
    assert [tuple(answer.values()) for answer in outcome.answers] == cases
    assert list(outcome.answers[0]) == ["value", "kind", "canonical", "valid"]


def test_a_wrong_number_is_an_answer_and_no_error() -> None:
    wrong = [vector["value"] for kind in ("cpf", "cnpj") for vector in VECTORS[kind]["invalid"] if vector["value"]]
    outcome = run("document", "check", given="\n".join([*wrong, "１１２２２３３３０００１８１", "x"]))
    assert outcome.status == 0
    assert not any(answer["valid"] for answer in outcome.answers)
    assert outcome.answers[-1] == {"value": "x", "kind": None, "canonical": None, "valid": False}


def test_what_is_not_text_is_refused() -> None:
    outcome = run("document", "check", given=b"\xff\n529.982.247-25\n")
    assert outcome.status == 1
    assert outcome.answers[0] == {"line": 1, "error": "not UTF-8 text"}
    assert outcome.answers[1]["valid"]
