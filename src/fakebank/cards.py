"""The test cards: the only numbers the hosted page takes, and how each behaves."""

from dataclasses import dataclass

# code: (may be tried again, what the payer reads)
REFUSALS = {
    "card_declined": (False, "O emissor recusou este cartão. Use outro cartão ou outra forma de pagamento."),
    "insufficient_funds": (True, "O cartão não tem limite para este valor."),
    "expired_card": (False, "O cartão está vencido."),
    "authentication_failed": (True, "A compra não foi autorizada no aplicativo do emissor."),
}


@dataclass(frozen=True, slots=True)
class Card:
    """`manner` is what happens when it is typed, `later` when it is charged again by its token."""

    number: str
    hint: str
    manner: str = "accepted"
    later: str = "accepted"


NUMBERS = (
    Card("4242424242424242", "aprovado"),
    Card("5555555555554444", "aprovado (Mastercard)"),
    Card("4000000000003155", "pede autenticação 3-D Secure, agora e em cada cobrança", "3ds", "3ds"),
    Card("4000000000000002", "recusado, sem nova tentativa", "card_declined", "card_declined"),
    Card("4000000000009995", "recusado por falta de limite", "insufficient_funds", "insufficient_funds"),
    Card("4000000000000069", "recusado, vencido", "expired_card", "expired_card"),
    Card("4000000000000341", "aprovado agora, recusado nas próximas cobranças", "accepted", "insufficient_funds"),
)
BY_NUMBER = {card.number: card for card in NUMBERS}


def brand(number: str) -> str:
    """The brand that the first digit tells."""
    return {"4": "Visa", "5": "Mastercard"}.get(number[:1], "Cartão")


def grouped(number: str) -> str:
    """Digits in fours, as on the card."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))
