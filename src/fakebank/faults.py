"""What the bank can do wrong on purpose: by a magic amount of the charge, or ordered at /control/faults.

A fault of the *answer* breaks one HTTP answer; a magic amount breaks the first answer to its key only, so that asking
again gets through. The others belong to the charge: what happens to its money, and to what is told about it.
"""

from dataclasses import dataclass
from typing import Literal

from fakebank.books import Books

COMMANDS = ("charge", "fetch", "cancel", "refund", "due-date", "events")


@dataclass(frozen=True, slots=True)
class Fault:
    """`cents` is the magic amount in centavos."""

    name: str
    kind: Literal["answer", "card", "money", "notice"]
    cents: int
    text: str


FAULTS = (
    Fault("insufficient_funds", "card", 131301, "um cartão guardado é recusado; pode tentar de novo"),
    Fault("card_declined", "card", 131302, "um cartão guardado é recusado; não tentar de novo"),
    Fault("ask_3ds", "card", 131303, "um cartão guardado pede 3-D Secure"),
    Fault("timeout_before", "answer", 131304, "nada é cobrado e nenhuma resposta vem"),
    Fault("timeout_after", "answer", 131305, "a cobrança é feita e nenhuma resposta vem"),
    Fault("error_before", "answer", 131306, "nada é cobrado, resposta 500"),
    Fault("error_after", "answer", 131307, "a cobrança é feita, resposta 500"),
    Fault("hang_midway", "answer", 131308, "a cobrança é feita, a resposta para no meio"),
    Fault("tell_twice", "notice", 131309, "dois avisos diferentes do mesmo pagamento"),
    Fault("tell_late", "notice", 131310, "o aviso só sai no dia seguinte"),
    Fault("tell_five_times", "notice", 131311, "o mesmo aviso cinco vezes"),
    Fault("tell_never", "notice", 131312, "o aviso se perde; só perguntando"),
    Fault("forge_first", "notice", 131313, "primeiro um aviso com assinatura errada, depois o certo"),
    Fault("lie", "money", 131314, "diz que foi pago e no dia seguinte estorna"),
    Fault("lie_out_of_order", "money", 131315, "o mesmo, e o aviso do estorno chega antes do aviso do pagamento"),
    Fault("paid_twice", "money", 131316, "o pagador paga duas vezes"),
    Fault("tell_out_of_order", "notice", 131317, "o aviso espera até depois do próximo aviso da cobrança"),
)
BY_NAME = {fault.name: fault for fault in FAULTS}
BY_CENTS = {fault.cents: fault for fault in FAULTS}


def of_charge(books: Books, key: str, amount: int) -> str | None:
    """The fault that a new charge carries, inside `writing`: an ordered one is used up, or its amount's own."""
    ordered = _take(books, "charge", key, answers=False)
    if ordered:
        return ordered
    magic = BY_CENTS.get(amount)
    return magic.name if magic and magic.kind != "answer" else None


def of_answer(books: Books, command: str, key: str, amount: int = 0) -> str | None:
    """How the answer to this command breaks, if at all; it is used up on the disk before it acts."""
    with books.writing():
        ordered = _take(books, command, key, answers=True)
        if ordered:
            return ordered
        magic = BY_CENTS.get(amount)
        if command != "charge" or magic is None or magic.kind != "answer":
            return None
        met = books.write("insert or ignore into met_faults values (?, ?)", key, magic.name)
        return magic.name if met else None


def order(books: Books, *, fault: str, command: str, key: str | None, times: int) -> None:
    """The next `times` commands of that name (for that key, if one is given) meet the fault."""
    with books.writing():
        books.add("ordered_faults", fault=fault, command=command, key=key, times=times)


def _take(books: Books, command: str, key: str, *, answers: bool) -> str | None:
    rows = books.rows(
        "select number, fault from ordered_faults where command = ? and (key is null or key = ?) order by number",
        command,
        key,
    )
    for row in rows:
        if (BY_NAME[row["fault"]].kind == "answer") == answers:
            books.write("update ordered_faults set times = times - 1 where number = ?", row["number"])
            books.write("delete from ordered_faults where times <= 0")
            return str(row["fault"])
    return None
