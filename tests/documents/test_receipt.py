"""The receipt of a payment says who, how much, when and how, on one page."""

from datetime import date

from meuplano.documents.receipt import Receipt, receipt_pdf
from tests.documents.paper import LONG, SLIP, words

RECEIPT = Receipt(
    number="41",
    received_by=SLIP.beneficiary,
    paid_by=SLIP.payer,
    amount=106288,
    paid_on=date(2026, 11, 16),
    method="Boleto",
    reference="Nosso número 12387980000041178",
    lines=(("Fatura 41", 104170), ("Multa de 2%", 2083), ("Juros de 1% ao mês, 1 dia", 35)),
)


def texts(receipt: Receipt) -> list[str]:
    return [w.text for w in words(receipt_pdf(receipt))]


def test_it_says_who_paid_whom_how_much_when_and_how() -> None:
    found = texts(RECEIPT)
    assert {
        *("Recibo de pagamento", "R$ 1.062,88", "16/11/2026", "Boleto", "41", "Nosso número 12387980000041178"),
        *("Agência Aurora Comunicação Ltda – 12.ABC.345/01DE-35", "Prancheta Software Ltda – 26.841.057/0001-07"),
        *("Fatura 41", "1.041,70", "Multa de 2%", "20,83", "Juros de 1% ao mês, 1 dia", "0,35", "Total pago"),
    } <= set(found)


def test_a_credit_is_a_negative_line() -> None:
    used = Receipt(
        number="42",
        received_by=SLIP.beneficiary,
        paid_by=SLIP.payer,
        amount=100,
        paid_on=date(2026, 1, 2),
        method="Pix",
        lines=(("Crédito usado", -5000),),
    )
    assert "-50,00" in texts(used)


def test_however_long_it_stays_on_one_page() -> None:
    full = Receipt(
        number="43",
        received_by=LONG,
        paid_by=LONG,
        amount=99_999_999_99,
        paid_on=date(2026, 1, 2),
        method="Cartão " * 40,
        lines=(("Licenças do plano Profissional " * 10, 104170),) * 90,
    )
    found = words(receipt_pdf(full))
    assert all(w.left >= 19.9 and w.right <= 190.1 and w.bottom > 20 for w in found)
    assert any(w.text.startswith("e mais ") and w.text.endswith("linhas na fatura 43") for w in found)


def test_the_same_receipt_gives_the_same_bytes() -> None:
    assert receipt_pdf(RECEIPT) == receipt_pdf(RECEIPT)
    assert len(receipt_pdf(RECEIPT)) <= 12_000
