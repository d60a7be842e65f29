"""Remittances: making the next file for the bank, what is in one, and taking it there."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from meuplano.actions.bank_files import remit as remitting
from meuplano.backoffice.access import act_of, finance_only
from meuplano.brazil.banks import BANKS
from meuplano.documents import words
from meuplano.documents.bank_words import COMMANDS, VERBS
from meuplano.records.models import BankAgreement, Order, Remittance, TitleCommand
from meuplano.rules.money import Money

MOST = 500  # commands shown; the file has them all


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One thing that the file asks for, and what the bank said."""

    title: int
    movable: bool
    number: str
    wish: str
    code: str
    account: str
    document: str
    amount: Money
    status: words.Status
    why: str


@dataclass(frozen=True, slots=True)
class RemittancePage:
    """Everything that a remittance's page shows."""

    pk: int
    nsa: int
    bank: str
    made_at: datetime
    made_by: str
    taken_at: datetime | None
    taken_by: str
    count: int
    size: int
    entries: Money
    rows: tuple[CommandRow, ...]


@require_POST
@finance_only
def make(request: HttpRequest) -> HttpResponse:
    """POST /financeiro/banco/remessas/: the next file of what waits."""
    agreements = BankAgreement.objects.order_by("-in_use", "pk").values_list("pk", flat=True)
    made = [file for pk in agreements if (file := remitting.remit(pk, act_of(request)))]
    if not made:
        messages.warning(request, gettext("Nada espera pelo banco: nenhuma remessa foi feita"))
        return redirect("finance-bank")
    messages.success(request, gettext("Remessa nº %(nsa)s feita") % {"nsa": made[0].nsa})
    return redirect("finance-remittance", made[0].pk) if len(made) == 1 else redirect("finance-bank")


@require_safe
@finance_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /financeiro/banco/remessas/<pk>/"""
    return render(request, "backoffice/remittance.html", {"page": remittance_page(find(pk)), "section": "bank"})


@require_POST
@finance_only
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/banco/remessas/<pk>/baixar/: the same bytes each time; the first time is noted."""
    find(pk)
    file = remitting.taken(pk, act_of(request))
    headers = {"Content-Disposition": content_disposition_header(True, file_name(file))}
    return HttpResponse(bytes(file.content), content_type="application/octet-stream", headers=headers)


def find(pk: int) -> Remittance:
    """The remittance of this id, or 404."""
    file = Remittance.objects.select_related("agreement").filter(pk=pk).first()
    if file is None:
        raise Http404
    return file


def file_name(file: Remittance) -> str:
    """As the banks' internet pages take it: the bank and the file's own number."""
    return f"CB{file.agreement.bank}{file.nsa:06d}.REM"


def remittance_page(file: Remittance) -> RemittancePage:
    """What it asks for and became of it."""
    waits = Order.objects.filter(
        account=OuterRef("account"), invoice=OuterRef("title__charge__invoice"), status="waiting"
    )
    asked = TitleCommand.objects.filter(remittance=file).select_related("account", "title__charge__invoice")
    asked = asked.annotate(order_waits=Exists(waits))
    entries = asked.filter(verb="entry").values_list("title__amount_centavos", flat=True)
    return RemittancePage(
        pk=file.pk,
        nsa=file.nsa,
        bank=BANKS[file.agreement.bank].name,
        made_at=file.made_at,
        made_by=file.made_by,
        taken_at=file.taken_at,
        taken_by=file.taken_by,
        count=file.commands,
        size=len(bytes(file.content)),
        entries=Money(sum(entries)),
        rows=tuple(_row(command) for command in asked.order_by("pk")[:MOST]),
    )


def _row(command: TitleCommand) -> CommandRow:
    title = command.title
    wish = str(VERBS[command.verb])
    if command.due_on:
        wish = gettext("%(wish)s para %(day)s") % {"wish": wish, "day": words.day(command.due_on)}
    return CommandRow(
        title=title.pk,
        movable=title.state == "registered" and command.verb == "entry" and not vars(command)["order_waits"],
        number=title.printed_number or title.number,
        wish=wish,
        code=command.account.code,
        account=command.account.name,
        document=f"{command.account.code}-{title.charge.invoice.number}",
        amount=Money(title.amount_centavos),
        status=COMMANDS[command.state],
        why=command.reasons,
    )
