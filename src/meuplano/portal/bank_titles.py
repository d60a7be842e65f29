"""What the customer is told of a boleto whose bank is spoken to by files: not registered yet, a new date asked for."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from meuplano.actions.open_charge import by_file
from meuplano.documents import words
from meuplano.records.models import BankTitle, Charge

MENDING = ("draft", "rejected")


def titles_of(charges: Iterable[Charge]) -> Mapping[int, BankTitle]:
    """The titles of the charges that go by file, by charge; no query where none does."""
    files = [charge for charge in charges if charge.method == "boleto" and by_file(charge.gateway)]
    if not files:
        return {}
    found = BankTitle.objects.filter(account=files[0].account_id, charge__in=[charge.pk for charge in files])
    return {title.charge_id: title for title in found}


def registering_note(title: BankTitle) -> str:
    """Why there is nothing to print yet."""
    if title.state in MENDING:
        return gettext("O banco ainda não aceitou os dados deste boleto. Estamos corrigindo; nada se perde.")
    return gettext("O banco responde no próximo dia útil. O boleto aparece aqui e vai por e-mail.")


def change_note(title: BankTitle | None) -> str:
    """The date that the bank was asked for; until its yes the printed one holds."""
    if title is None or title.asked_due_on is None:
        return ""
    said = {"day": words.day(title.asked_due_on)}
    return gettext("Pedimos ao banco o vencimento em %(day)s. Até ele confirmar, vale a data impressa.") % said
