"""Returns: taking a bank's file in, what became of each line, and what a person does with a file that is not whole."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from meuplano.actions.bank_files import read, receive
from meuplano.backoffice import files
from meuplano.backoffice.access import act_of, finance_only
from meuplano.brazil.banks import BANKS
from meuplano.brazil.cnab import codes
from meuplano.documents import words
from meuplano.documents.bank_words import FATES, REFUSED, RETURNS
from meuplano.documents.sheet import sheet
from meuplano.records.models import BankReturn, BankTitle, ReturnLine
from meuplano.rules import bank_titles
from meuplano.rules.money import Money

PAGE = 100
REFUSALS = Q(fate="done", movement__in=bank_titles.REFUSALS)
ACTION = Q(fate__in=["unknown_title", "failed"]) | REFUSALS
FILTERS = {
    "": Q(),
    "acao": ACTION,
    "feitas": Q(fate="done") & ~REFUSALS,
    "conhecidas": Q(fate="known"),
    "sem-efeito": Q(fate="nothing"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """The lines of one kind; "" is all."""

    code: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the file and its fate."""

    pk: int
    line: int
    said: str
    number: str
    code: str
    account: str
    document: str
    amount: Money | None
    status: words.Status
    text: str
    failed: bool
    nobodys: bool  # money that waits for its owner


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """Everything that a return's page shows."""

    pk: int
    name: str
    bank: str
    nsa: str
    received_at: datetime
    received_by: str
    status: words.Status
    state: str
    titles: int
    done: int
    warnings: tuple[str, ...]
    paid: Money
    known: Money
    new: Money
    action: int
    chosen: str
    tabs: tuple[Tab, ...]
    rows: tuple[LineRow, ...]
    more: int

    @property
    def reading(self) -> bool:
        return self.state == "received"

    @property
    def quarantined(self) -> bool:
        return self.state == "quarantined"

    @property
    def seen(self) -> str:
        """What changes while it is being read."""
        return f"{self.state}{self.done}"


@require_POST
@finance_only
def upload(request: HttpRequest) -> HttpResponse:
    """POST /financeiro/banco/retornos/ {arquivo}: kept and read by a job; one that came before is said."""
    sent = request.FILES.get("arquivo")
    if not isinstance(sent, UploadedFile):
        return files.with_problem(request, gettext("Escolha o arquivo de retorno que o banco deu."))
    if (sent.size or 0) > receive.LARGEST:
        most = receive.LARGEST // 1_000_000
        return files.with_problem(request, gettext("O arquivo tem mais de %(n)s MB.") % {"n": most})
    try:
        taken = receive.receive(sent.name or "", sent.read(), act_of(request))
    except receive.Refused as refused:
        return files.with_problem(request, str(refused))
    if taken.known:
        said = {"name": taken.file.name, "when": words.moment(taken.file.received_at)}
        messages.info(request, gettext("Este arquivo já veio como %(name)s em %(when)s: nada mudou") % said)
    return redirect("finance-return", taken.file.pk)


@require_safe
@vary_on_headers("HX-Request")
@finance_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /financeiro/banco/retornos/<pk>/?destino=acao&depois=120, and its living part while it is being read."""
    after = request.GET.get("depois", "")
    page = return_page(
        find(pk),
        chosen=request.GET.get("destino", ""),
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 8 else 0,
    )
    fragment = bool(request.htmx)  # type: ignore[attr-defined]
    if fragment and request.GET.get("visto") == page.seen:
        return HttpResponse(status=204)
    template = "backoffice/return.html"
    context = {"page": page, "section": "bank", "fragment": fragment}
    return render(request, f"{template}#live" if fragment else template, context)


@require_safe
@finance_only
def original(_: HttpRequest, pk: int) -> HttpResponse:
    """GET /financeiro/banco/retornos/<pk>/arquivo/: the bytes as they came."""
    file = find(pk)
    headers = {"Content-Disposition": content_disposition_header(True, file.name)}
    return HttpResponse(bytes(file.content), content_type="application/octet-stream", headers=headers)


@require_safe
@finance_only
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /financeiro/banco/retornos/<pk>/planilha/?destino=acao: every line of that kind, as CSV."""
    file = find(pk)
    lines = ReturnLine.objects.filter(FILTERS.get(request.GET.get("destino", ""), Q()), file=file)
    rows = (_row(line, file.agreement.bank) for line in _named(lines))
    content = sheet(
        (
            gettext("Linha"),
            gettext("O banco disse"),
            gettext("Nosso número"),
            gettext("Cliente"),
            gettext("Fatura"),
            gettext("Valor"),
            gettext("Destino"),
            gettext("O que fizemos"),
        ),
        (
            (row.line, row.said, row.number, row.account, row.document, row.amount, str(row.status.word), row.text)
            for row in rows
        ),
    )
    headers = {"Content-Disposition": content_disposition_header(True, f"retorno-{file.agreement.bank}-{file.pk}.csv")}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@finance_only
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/banco/retornos/<pk>/liberar/: somebody looked, and it is read as it is."""
    if not receive.release(find(pk).pk, act_of(request)):
        messages.warning(request, gettext("Este arquivo não espera por uma decisão."))
    return redirect("finance-return", pk)


@require_POST
@finance_only
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/banco/retornos/<pk>/descartar/: somebody looked, and it is never read."""
    if not receive.dismiss(find(pk).pk, act_of(request)):
        messages.warning(request, gettext("Este arquivo não espera por uma decisão."))
    return redirect("finance-return", pk)


@require_POST
@finance_only
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /financeiro/banco/retornos/linhas/<pk>/: a line that failed is tried once more."""
    line = ReturnLine.objects.filter(pk=pk).first()
    if line is None:
        raise Http404
    if read.read_again(line.pk, act_of(request)) == "failed":
        messages.warning(request, gettext("A linha %(n)s continua sem poder ser lida.") % {"n": line.line})
    return redirect("finance-return", line.file_id)


def find(pk: int) -> BankReturn:
    """The return of this id, or 404."""
    file = BankReturn.objects.select_related("agreement").filter(pk=pk).first()
    if file is None:
        raise Http404
    return file


def return_page(file: BankReturn, *, chosen: str = "", after: int = 0) -> ReturnPage:
    """The file as it stands now, with a page of its lines, in two queries."""
    lines = ReturnLine.objects.filter(file=file)
    money = Q(receipt__isnull=False)
    counted = lines.aggregate(
        **{f"n{n}": Count("pk", filter=which) for n, which in enumerate(FILTERS.values())},
        paid=Sum("amount_centavos", filter=money, default=0),
        known=Sum("amount_centavos", filter=money & Q(fate="known"), default=0),
    )
    titles = (
        gettext("Tudo"),
        gettext("Pedem ação"),
        gettext("Feitas"),
        gettext("Já conhecidas"),
        gettext("Sem efeito"),
    )
    chosen = chosen if chosen in FILTERS else ""
    shown = _shown(lines.filter(FILTERS[chosen], line__gt=after))
    return ReturnPage(
        pk=file.pk,
        name=file.name,
        bank=BANKS[file.agreement.bank].name,
        nsa=file.nsa,
        received_at=file.received_at,
        received_by=file.received_by,
        status=RETURNS[file.state],
        state=file.state,
        titles=file.titles,
        done=counted["n0"],
        warnings=tuple(f"{text[:1].upper()}{text[1:]}." for text in file.warnings),
        paid=Money(counted["paid"]),
        known=Money(counted["known"]),
        new=Money(counted["paid"] - counted["known"]),
        action=counted["n1"],
        chosen=chosen,
        tabs=tuple(
            Tab(code, title, counted[f"n{n}"]) for n, (code, title) in enumerate(zip(FILTERS, titles, strict=True))
        ),
        rows=tuple(_row(line, file.agreement.bank) for line in shown[:PAGE]),
        more=shown[PAGE - 1].line if len(shown) > PAGE else 0,
    )


def _shown(lines: QuerySet[ReturnLine]) -> list[ReturnLine]:
    return list(_named(lines)[: PAGE + 1])


def _named(lines: QuerySet[ReturnLine]) -> QuerySet[ReturnLine]:
    """In the file's order, each with its title's `printed` number: the file's has positions that no paper shows."""
    ours = BankTitle.objects.filter(
        account=OuterRef("account"), agreement=OuterRef("file__agreement"), number=OuterRef("number")
    )
    named = lines.annotate(printed=Subquery(ours.values("printed_number")[:1]))
    return named.select_related("account").order_by("line")


def _row(line: ReturnLine, bank: str) -> LineRow:
    refused = line.fate == "done" and line.movement in bank_titles.REFUSALS
    return LineRow(
        pk=line.pk,
        line=line.line,
        said=f"{line.movement} {codes.movement(line.movement, bank)}",
        number=vars(line)["printed"] or line.number,
        code=line.account.code if line.account else "",
        account=line.account.name if line.account else "",
        document=f"{line.account.code}-{line.invoice_number}" if line.account else "",
        amount=None if line.amount_centavos is None else Money(line.amount_centavos),
        status=REFUSED if refused else FATES[line.fate],
        text=line.text,
        failed=line.fate == "failed",
        nobodys=line.fate == "unknown_title" and line.receipt_id is not None,
    )
