"""What fits nothing: receipts of no invoice, and notices that could not be read."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.backoffice.access import finance_only
from meuplano.documents import words
from meuplano.records.models import Notice, Payment, Receipt
from meuplano.rules.money import Money

MOST = 200
MOST_MATCHES = 20


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money that no invoice of ours explains."""

    pk: int
    external_id: str
    gateway: str
    kind: str
    may_be_matched: bool
    amount: Money
    paid_on: date
    method: str
    known_at: datetime


@dataclass(frozen=True, slots=True)
class MatchRow:
    """Money that a person said whose it is, which may have been a mistake."""

    external_id: str
    by: str
    amount: Money
    paid_on: date
    invoice: str
    invoice_url: str
    undo_url: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A webhook or file that was kept and not understood."""

    pk: int
    gateway: str
    received_at: datetime
    status: words.Status
    problem: str


@dataclass(frozen=True, slots=True)
class UnmatchedPage:
    """The lists."""

    receipts: tuple[ReceiptRow, ...]
    matches: tuple[MatchRow, ...]
    notices: tuple[NoticeRow, ...]


@require_safe
@finance_only
def index(request: HttpRequest) -> HttpResponse:
    """GET /financeiro/sem-dono/"""
    return render(request, "backoffice/unmatched.html", {"page": unmatched_page(), "section": "unmatched"})


def unmatched_page() -> UnmatchedPage:
    """Oldest first: it has waited longest."""
    receipts = Receipt.objects.filter(matched=False).order_by("known_at")[:MOST]
    notices = Notice.objects.filter(state__in=["received", "failed"]).defer("body", "headers").order_by("received_at")
    return UnmatchedPage(
        receipts=tuple(
            ReceiptRow(
                pk=row.pk,
                external_id=row.external_id,
                gateway=words.gateway(row.gateway),
                kind=gettext("estorno") if row.kind == "reversal" else gettext("pagamento"),
                may_be_matched=row.kind == "payment",
                amount=Money(row.amount_centavos),
                paid_on=row.paid_on,
                method=words.method_word(row.method),
                known_at=row.known_at,
            )
            for row in receipts
        ),
        matches=_matches(),
        notices=tuple(
            NoticeRow(row.pk, words.gateway(row.gateway), row.received_at, _status(row.state), row.problem)
            for row in notices[:MOST]
        ),
    )


def _matches() -> tuple[MatchRow, ...]:
    """The last ones, newest first; an older one is undone from its invoice."""
    made = Payment.objects.filter(undone=False, undoes=None, amount_centavos__gt=0, invoice__isnull=False)
    rows = made.exclude(receipt__settled_by="").select_related("account", "invoice", "receipt").order_by("-pk")
    found = []
    for paid in rows[:MOST_MATCHES]:
        assert paid.invoice is not None
        where = [paid.account.code, paid.invoice.number]
        found.append(
            MatchRow(
                external_id=paid.receipt.external_id,
                by=paid.receipt.settled_by,
                amount=Money(paid.amount_centavos),
                paid_on=paid.paid_on,
                invoice=f"{paid.account.code}-{paid.invoice.number}",
                invoice_url=reverse("finance-invoice", args=where),
                undo_url=reverse("finance-undo", args=[*where, paid.pk]),
            )
        )
    return tuple(found)


def _status(state: str) -> words.Status:
    if state == "failed":
        return words.Status(gettext("Não entendido"), "circle-alert", "bad")
    return words.Status(gettext("Ainda não lido"), "loader", "info")
