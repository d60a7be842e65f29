"""The yearly statement as it is printed: the sentences of Law 12.007/2009 and the bills that were paid (D52)."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext

from meuplano.actions import papers
from meuplano.documents import words
from meuplano.documents.listing import Column, Listing
from meuplano.records.bills import bills_due_before
from meuplano.records.models import Account, BillingDetails, Event
from meuplano.rules import statements
from meuplano.rules.act import business_date
from meuplano.rules.money import total
from meuplano.rules.statements import Bill, Statement


def statements_of(account: Account, today: date) -> tuple[Statement, ...]:
    """The years of an account that are over, the last first."""
    return statements.statements(bills_due_before(account, date(today.year, 1, 1)), today)


def statement_of(account: Account, year: int, today: date) -> Statement | None:
    """One of them; None where nothing fell due in that year or it is not over."""
    return next((found for found in statements_of(account, today) if found.year == year), None)


def file_name(account: Account, year: int) -> str:
    """The file's name."""
    return f"{account.code}-quitacao-{year}.pdf"


def bill_name(bill: Bill) -> str:
    """Its number, with the instalment: nº 12, nº 12 (parcela 3)."""
    if bill.part:
        return gettext("nº %(number)s (parcela %(part)s)") % {"number": bill.number, "part": bill.part}
    return gettext("nº %(number)s") % {"number": bill.number}


def bill_names(bills: tuple[Bill, ...]) -> str:
    """Several of them with their due dates: "nº 3 (vence 10/12/2026), nº 4 (vence 10/01/2027)"."""
    said = gettext("%(bill)s, vencida em %(day)s")
    return "; ".join(said % {"bill": bill_name(bill), "day": words.day(bill.due_on)} for bill in bills)


def paper_for(account: Account, it: Statement, today: date) -> Listing:
    """The statement of a year, or of the months that are paid where a debt is open (art. 2 § 3: finance decides)."""
    with translation.override(papers.PAPER):
        months = set(it.months)
        shown = tuple(bill for bill in it.paid if it.is_whole or bill.due_on.month in months)
        title = f"Declaração de quitação anual de débitos de {it.year}"
        if not it.is_whole:
            title = f"Declaração de quitação de débitos: meses pagos de {it.year}"
        return Listing(
            title=title,
            author=papers.vendor().name,
            sentences=(_declared(account, it), *_stands_for(account, it)),
            columns=(
                Column("Vencimento", 34),
                Column("Fatura", 66),
                Column("Paga em", 34),
                Column("Valor", 36, is_figure=True),
            ),
            rows=tuple(
                (words.day(bill.due_on), _printed(account, bill), words.day(bill.paid_on), words.reais(bill.amount))
                for bill in shown
                if bill.paid_on is not None
            ),
            foot=("Total", "", "", words.reais(total(bill.amount for bill in shown))),
            closing=_signature(today),
            mark=f"{account.code} · {title}",
        )


def _declared(account: Account, it: Statement) -> str:
    details = BillingDetails.objects.filter(account=account).first()
    name = details.legal_name if details and details.legal_name else account.name
    customer = f"{name}, {words.masked_tax_id(details.tax_id)}" if details else name
    vendor = papers.vendor()
    declared = (
        f"{vendor.name}, {vendor.document}, declara, nos termos da Lei nº 12.007, de 29 de julho de 2009, "
        f"que {customer}, conta {account.code}, quitou"
    )
    months = ", ".join(str(words.MONTHS[month - 1]) for month in it.months)
    if it.is_whole and len(it.months) == 12:
        return f"{declared} todos os débitos da assinatura com vencimento de janeiro a dezembro de {it.year}."
    if it.is_whole:
        billed = f"em {it.year}, nos meses em que houve faturamento: {months}."
        return f"{declared} todos os débitos da assinatura com vencimento {billed}"
    return f"{declared} os débitos com vencimento nestes meses de {it.year}: {months}. Não abrange os demais."


def _stands_for(account: Account, it: Statement) -> tuple[str, ...]:
    """That it replaces the receipts (art. 4), and of what it does not speak."""
    if not it.is_whole:
        return (f"Em aberto neste ano: {bill_names(it.open)}.",)
    said = [
        "Esta declaração substitui, para a comprovação do cumprimento das obrigações do consumidor, as quitações dos "
        f"faturamentos mensais dos débitos de {it.year} e dos anos anteriores."
    ]
    if it.earlier:
        said.append(f"Não abrange o que está em aberto de anos anteriores: {bill_names(it.earlier)}.")
    imported = Event.objects.filter(account=account, name="account.imported").order_by("pk").first()
    if imported:
        since = words.day(business_date(imported.at))
        said.append(f"Abrange o que foi faturado desde {since}; o que veio antes foi faturado em outro sistema.")
    return tuple(said)


def _printed(account: Account, bill: Bill) -> str:
    return f"{account.code}-{bill.number}" + (f", parcela {bill.part}" if bill.part else "")


def _signature(today: date) -> tuple[str, ...]:
    vendor = papers.vendor()
    return (f"Emitida em {words.long_day(today)}.", vendor.name, *vendor.address)
