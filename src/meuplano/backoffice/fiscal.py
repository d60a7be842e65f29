"""The nota fiscal of one invoice: attaching it, cancelling it, and reading its files (F20, D43)."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from meuplano.actions.attach_fiscal_note import OVER, Differs, Typed, attach_by_hand, expected
from meuplano.actions.cancel_fiscal_note import cancel_fiscal_note
from meuplano.actions.refused import Refused
from meuplano.actions.requests.thread import Upload
from meuplano.backoffice.access import finance_only
from meuplano.backoffice.account_form import Change, Rows, Target, view_of
from meuplano.backoffice.accounts import find
from meuplano.backoffice.corrections import back_to_invoice, invoice_exists, invoice_of
from meuplano.backoffice.fields import DayField, FinanceForm, MoneyField, ReasonForm
from meuplano.documents import fiscal_words, words
from meuplano.documents.download import download
from meuplano.records.models import Account, FiscalNote, FiscalNoteFile, Invoice
from meuplano.records.models.fiscal import PDF


class NoteForm(FinanceForm):
    """The note's files, and what is read off it where no XML says it."""

    pdf = forms.FileField(
        label=gettext_lazy("PDF"), required=False, allow_empty_file=True, help_text=gettext_lazy("O DANFSe. Até 5 MB.")
    )
    xml = forms.FileField(
        label=gettext_lazy("XML"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Da NFS-e Nacional: os campos abaixo são lidos dele."),
    )
    numero = forms.CharField(label=gettext_lazy("Número da nota"), max_length=30, required=False)
    emissao = DayField(label=gettext_lazy("Emitida em"), required=False)
    codigo = forms.CharField(
        label=gettext_lazy("Chave ou código de verificação"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Se houver."),
    )
    valor = MoneyField(
        label=gettext_lazy("Valor dos serviços, em reais"),
        required=False,
        help_text=gettext_lazy("Como está na nota; é conferido com a fatura."),
    )
    confirmo = forms.BooleanField(
        label=gettext_lazy("A nota diz outra coisa que a fatura, e está certo assim"),
        required=False,
        help_text=gettext_lazy("Só depois de ler a diferença."),
    )
    spans = {"confirmo": 6}


@dataclass(frozen=True, slots=True)
class NoteFile:
    """One of its files."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note of the invoice, live or cancelled."""

    title: str
    about: str
    status: words.Status
    files: tuple[NoteFile, ...]
    cancel_url: str


def rows_of(account: Account, invoice: Invoice) -> tuple[NoteRow, ...]:
    """The notes of an invoice, the newest first; their files are not read."""
    notes = FiscalNote.objects.filter(account=account, invoice=invoice).order_by("-pk")
    kept = FiscalNoteFile.objects.filter(account=account, note__in=notes).order_by("content_type")
    files: dict[int, list[NoteFile]] = {}
    for pk, note, kind in kept.values_list("pk", "note_id", "content_type"):
        url = reverse("finance-fiscal-file", args=[account.code, note, pk])
        files.setdefault(note, []).append(NoteFile(url, "PDF" if kind == PDF else "XML"))
    return tuple(_row(account, note, tuple(files.get(note.pk, ()))) for note in notes)


def may_attach(invoice: Invoice, notes: tuple[NoteRow, ...]) -> bool:
    """Whether a note is missing here."""
    return (
        settings.BILLING["fiscal_note"] != "none"
        and invoice.status not in OVER
        and not any(note.cancel_url for note in notes)
    )


def attach_url(account: Account, invoice: Invoice | None) -> str:
    """Where finance attaches what a request asks for: the invoice's note, or any where it names no invoice."""
    if invoice is None:
        return reverse("finance-fiscal-notes")
    live = FiscalNote.objects.filter(account=account, invoice=invoice, state="issued").exists()
    name = "finance-invoice" if live else "finance-fiscal-attach"
    return reverse(name, args=[account.code, invoice.number])


def note_of_invoice(account: Account, number: int) -> tuple[str, str]:
    """The page where the note of this invoice is corrected, and what it is called."""
    live = FiscalNote.objects.filter(account=account, invoice__number=number, state="issued").first()
    said = {"note": fiscal_words.note_name(live.number) if live else "", "number": number}
    title = gettext("%(note)s, da fatura nº %(number)s") if live else gettext("Fatura nº %(number)s, sem nota aqui")
    return reverse("finance-invoice", args=[account.code, number]), title % said


def _row(account: Account, note: FiscalNote, files: tuple[NoteFile, ...]) -> NoteRow:
    live = note.state == "issued"
    said = [gettext("emitida em %(day)s") % {"day": words.day(note.issued_on)}] if note.issued_on else []
    said.append(gettext("anexada por %(who)s") % {"who": f"{note.attached_by}, {words.moment(note.attached_at)}"})
    if note.cancelled_at:
        who = f"{note.cancelled_by}, {words.moment(note.cancelled_at)}"
        said.append(gettext("cancelada por %(who)s: %(reason)s") % {"who": who, "reason": note.reason})
    return NoteRow(
        title=fiscal_words.note_name(note.number),
        about=" · ".join(said),
        status=words.Status(gettext("Anexada"), "check", "ok") if live else words.Status(gettext("Cancelada"), "ban"),
        files=files,
        cancel_url=reverse("finance-fiscal-cancel", args=[account.code, note.pk]) if live else "",
    )


@require_safe
@finance_only
def file(_request: HttpRequest, code: str, note: int, file: int) -> HttpResponse:
    """GET /financeiro/contas/<code>/notas-fiscais/<note>/arquivos/<file>/: also of a note that was cancelled."""
    row = FiscalNoteFile.objects.filter(account=find(code), note=note, pk=file).first()
    if row is None:
        raise Http404
    return download(row.name, row.content_type, row.content)


def why(refused: Refused) -> str:
    """In the words of notes; a difference with both figures."""
    if isinstance(refused, Differs):
        confirm = gettext("Se está certo assim, escolha os arquivos de novo e marque a confirmação.")
        return f"{fiscal_words.differences(refused.what, refused.said, refused.expected)} {confirm}"
    return fiscal_words.refusal(refused.reason)


def _attach(target: Target, data: dict[str, Any]) -> FiscalNote:
    sent = [data[name] for name in ("pdf", "xml") if data[name]]
    return attach_by_hand(
        target.account.pk,
        target.number,
        [Upload(one.name or "", one.read()) for one in sent],
        Typed(data["numero"].strip(), data["codigo"].strip(), data["emissao"], data["valor"]),
        target.act,
        sure=data["confirmo"],
    )


def _expected(target: Target, _form: forms.Form) -> Rows:
    invoice = invoice_of(target)
    assert invoice is not None
    asked = expected(target.account, invoice)
    payer = invoice.billing.get("legal_name") or target.account.name
    return (
        (gettext("Tomador: %(payer)s") % {"payer": payer}, words.masked_tax_id(asked.taker)),
        (gettext("Valor dos serviços"), words.reais(asked.amount)),
        (gettext("Fatura, na descrição"), f"{target.account.code}-{invoice.number}"),
    )


def _note_of(target: Target) -> FiscalNote | None:
    return FiscalNote.objects.select_related("invoice").filter(account=target.account, pk=target.number).first()


def _back(target: Target) -> tuple[str, str]:
    note = _note_of(target)
    assert note is not None
    return back_to_invoice(Target(target.account, note.invoice.number, target.user_id, target.act))


attach = view_of(
    Change(  # /financeiro/contas/<code>/faturas/<n>/nota-fiscal/
        form=NoteForm,
        title=gettext_lazy("Anexar a nota fiscal"),
        lead=gettext_lazy("A nota que já foi emitida, com o PDF, o XML ou os dois. O cliente a recebe por e-mail."),
        button=gettext_lazy("Anexar"),
        exists=invoice_exists,
        shows=_expected,
        shows_title=gettext_lazy("O que a nota deve dizer"),
        back=back_to_invoice,
        does=_attach,
        said=gettext_lazy("Nota fiscal anexada"),
        why=why,
    )
)

cancel = view_of(
    Change(  # /financeiro/contas/<code>/notas-fiscais/<note>/cancelar/
        form=ReasonForm,
        title=gettext_lazy("Registrar o cancelamento da nota fiscal"),
        lead=gettext_lazy("A nota já foi cancelada onde foi emitida. O cliente é avisado, e outra pode ser anexada."),
        button=gettext_lazy("Está cancelada"),
        exists=lambda target: _note_of(target) is not None,
        back=_back,
        does=lambda target, data: cancel_fiscal_note(target.account.pk, target.number, data["motivo"], target.act),
        said=lambda done: gettext("Cancelamento registrado") if done else gettext("Já estava cancelada"),
        why=why,
    )
)
