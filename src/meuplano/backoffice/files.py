"""Arquivos do banco: what waits for the bank, what it refused, and the files of both ways."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from meuplano.actions.bank_files import carry
from meuplano.actions.bank_files import titles as keeping
from meuplano.actions.bank_files.receive import LARGEST
from meuplano.backoffice.access import act_of, finance_only
from meuplano.brazil.banks import BANKS
from meuplano.documents import words
from meuplano.documents.bank_words import RETURNS, STOPPED
from meuplano.records.models import BankAgreement, BankReturn, BankTitle, Remittance, TitleCommand
from meuplano.rules.money import Money

MOST = 50  # files and titles shown
OLDER = 2000  # files shown when somebody asks for the older ones: eight years of a file each business day


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the agreement."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class RemittanceRow:
    """A file for the bank."""

    pk: int
    nsa: int
    bank: str
    commands: int
    made_at: datetime
    taken_at: datetime | None
    taken_by: str
    refused: int
    open: int

    @property
    def status(self) -> words.Status:
        """What the bank said counts more than what we know of its having been taken there."""
        if self.refused:
            return words.Status(gettext("%(n)s sem aceite") % {"n": self.refused}, "circle-alert", "bad")
        if not self.open:
            return words.Status(gettext("Aceita"), "check", "ok")
        if self.taken_at is None:
            return words.Status(gettext("Falta enviar"), "clock", "warn")
        return words.Status(gettext("Baixada"), "send", "info")


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A file from the bank."""

    pk: int
    name: str
    bank: str
    titles: int
    received_at: datetime
    received_by: str
    status: words.Status


@dataclass(frozen=True, slots=True)
class StoppedRow:
    """A title that the file or the bank would not take."""

    pk: int
    code: str
    account: str
    number: int
    amount: Money
    due_on: date
    why: str
    status: words.Status


@dataclass(frozen=True, slots=True)
class FilesPage:
    """Everything that the page shows."""

    today: date
    agreement: tuple[Fact, ...]
    elsewhere: bool
    test_phase: bool
    waiting: int
    largest: int
    remittances: tuple[RemittanceRow, ...]
    returns: tuple[ReturnRow, ...]
    stopped: tuple[StoppedRow, ...]
    carried: bool
    older: bool  # there are files that are not shown
    problem: str = ""


@require_safe
@finance_only
def index(request: HttpRequest) -> HttpResponse:
    """GET /financeiro/banco/?antigos=1"""
    return _page(request, most=OLDER if request.GET.get("antigos") == "1" else MOST)


def with_problem(request: HttpRequest, problem: str) -> HttpResponse:
    """The page with why a file was not taken (422)."""
    return _page(request, problem, status=422)


@require_POST
@finance_only
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/banco/boletos/<pk>/: a refused title goes into the next file with the details of today."""
    title = BankTitle.objects.filter(pk=pk).first()
    if title is None:
        raise Http404
    state = keeping.correct(title.pk, act_of(request))
    if state == "draft":
        title.refresh_from_db()
        messages.warning(request, gettext("Ainda não pode ser registrado: %(why)s") % {"why": title.problem})
    elif state == "queued":
        messages.success(request, gettext("O boleto vai na próxima remessa"))
    return redirect("finance-bank")


def _page(request: HttpRequest, problem: str = "", status: int = 200, most: int = MOST) -> HttpResponse:
    page = files_page(act_of(request).today, problem, most)
    return render(request, "backoffice/files.html", {"page": page, "section": "bank"}, status=status)


def files_page(today: date, problem: str = "", most: int = MOST) -> FilesPage:
    """The newest first, in five queries."""
    agreement = BankAgreement.objects.filter(in_use=True).first()
    waiting = TitleCommand.objects.filter(state="waiting").count()
    stopped = BankTitle.objects.filter(state__in=STOPPED).select_related("account", "charge__invoice").order_by("pk")
    remittances, returns = _remittances(most + 1), _returns(most + 1)
    return FilesPage(
        today=today,
        agreement=_facts(agreement) if agreement else (),
        elsewhere=not carry.by_file(),
        test_phase=agreement is not None and not agreement.production,
        waiting=waiting,
        largest=LARGEST // 1_000_000,
        remittances=remittances[:most],
        returns=returns[:most],
        stopped=tuple(_stopped(title) for title in stopped[:MOST]),
        carried=settings.DEMO and carry.by_file(),
        older=max(len(remittances), len(returns)) > most,
        problem=problem,
    )


def _facts(agreement: BankAgreement) -> tuple[Fact, ...]:
    def with_digit(number: str, digit: str) -> str:
        return f"{number}-{digit}" if digit else number

    rows = (
        (gettext("Banco"), f"{agreement.bank} {BANKS[agreement.bank].name}"),
        (gettext("Agência"), with_digit(agreement.agency, agreement.agency_dv)),
        (gettext("Conta"), with_digit(agreement.account, agreement.account_dv)),
        (gettext("Convênio"), agreement.agreement),
        (gettext("Carteira"), agreement.wallet),
        (gettext("Último nosso número"), str(agreement.last_number)),
        (gettext("Última remessa"), str(agreement.last_nsa)),
    )
    return tuple(Fact(label, value) for label, value in rows if value)


def _remittances(most: int) -> tuple[RemittanceRow, ...]:
    counted = Remittance.objects.annotate(
        refused=Count("asked", filter=Q(asked__state="refused")), open=Count("asked", filter=Q(asked__state="sent"))
    )
    found = counted.select_related("agreement").defer("content").order_by("-made_at", "-pk")[:most]
    return tuple(
        RemittanceRow(
            pk=file.pk,
            nsa=file.nsa,
            bank=BANKS[file.agreement.bank].name,
            commands=file.commands,
            made_at=file.made_at,
            taken_at=file.taken_at,
            taken_by=file.taken_by,
            refused=vars(file)["refused"],
            open=vars(file)["open"],
        )
        for file in found
    )


def _returns(most: int) -> tuple[ReturnRow, ...]:
    found = BankReturn.objects.select_related("agreement").defer("content").order_by("-received_at", "-pk")[:most]
    return tuple(
        ReturnRow(
            pk=file.pk,
            name=file.name,
            bank=BANKS[file.agreement.bank].name,
            titles=file.titles,
            received_at=file.received_at,
            received_by=file.received_by,
            status=RETURNS[file.state],
        )
        for file in found
    )


def _stopped(title: BankTitle) -> StoppedRow:
    return StoppedRow(
        pk=title.pk,
        code=title.account.code,
        account=title.account.name,
        number=title.charge.invoice.number,
        amount=Money(title.amount_centavos),
        due_on=title.due_on,
        why=title.problem,
        status=STOPPED[title.state],
    )
