"""The tax that a document asks less for, in words: a line for each, with its rate (D44)."""

from collections.abc import Iterable

from django.utils.translation import gettext

from meuplano.actions.withholding import taxes_of
from meuplano.documents import words
from meuplano.documents.lines import SaidLine
from meuplano.records.models import Invoice, InvoiceLine
from meuplano.rules import retention
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.retention import Withheld


def tax_lines(invoice: Invoice, lines: Iterable[InvoiceLine]) -> tuple[SaidLine, ...]:
    """What is to be withheld of what this open invoice asks for, each tax negative; nothing of any other.

    Of one instalment, or where one tax of several is settled already, a single line says the sum.
    """
    expected = Money(invoice.to_withhold_centavos)
    if invoice.status != "open" or expected == ZERO:
        return ()
    rows = [row.line for row in lines]
    taxes = taxes_of(invoice.billing, rows)
    if total(tax.amount for tax in taxes) == expected:
        return say_taxes(taxes, retention.services(rows))
    label = gettext("Impostos retidos desta parcela") if invoice.instalment else gettext("Impostos a reter na fonte")
    return (SaidLine(label, "", -expected),)


def say_taxes(taxes: Iterable[Withheld], services: Money) -> tuple[SaidLine, ...]:
    """Each tax of these services: its name, its rate of what, and what it takes off."""
    said = gettext("Retenção de %(tax)s")
    of = gettext("%(rate)s de %(services)s")
    base = words.reais(services)
    return tuple(
        SaidLine(
            said % {"tax": words.TAXES[row.tax]},
            of % {"rate": words.percent(row.rate), "services": base},
            -row.amount,
        )
        for row in taxes
    )
