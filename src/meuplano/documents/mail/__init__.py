"""What we write by e-mail: values in, a subject, a text and an HTML out; nothing is sent here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from meuplano.documents.lines import SaidLine
from meuplano.rules.money import ZERO

_INVOICE = ("invoice", "title", "first_day", "last_day", "due_on", "in_time_until", "method")
_LINES = ("lines", "credit")
_CODES = ("linha_digitavel", "brcode")  # 47 digits and Pix copia e cola, each "" where there is none
_COUNTED = ("counted_on", "policy", "licences", "kept_gb")  # of a renewal; licences 0: nothing was counted
_LATE = ("amount", "principal", "fine", "interest", "days_late", "suspends_on", "blocks_on", "is_suspended")
_REQUEST = ("protocol", "title", "reply_above")

# What each kind is told besides `name`, `role` (owner or finance), `account`, `url` and `vendor` (settings.VENDOR).
# Amounts are Money, dates are dates, numbers of invoices and orders are integers (0: none), `lines` are SaidLine.
KINDS: Mapping[str, tuple[str, ...]] = {
    # orders
    "order_received": ("order", "invoice", "due", "method", "pay_until", "terms_first", *_LINES, *_CODES),
    "licences_released": ("order", "added"),  # added: "2 licenças e 10 GB" (documents.lines.added_in_words)
    "order_expired": ("order", "due", "credit"),  # credit: what returned to the account
    "dead_order_credit": ("amount", "order"),
    "ask_owner": ("asker", "asker_email", "message"),
    "invitation": ("inviter", "until", "reads_only"),  # url: the link that answers it, by its last day
    "account_moved": (),
    "owner_changed": ("new", "is_new", "by", "reason"),  # is_new: this person answers for the account now
    # invoices
    "renewal_announced": ("amount", "first_day", "card", *_COUNTED),
    "renewal_issued": (*_INVOICE, *_LINES, "amount", *_COUNTED, *_CODES),
    "complement_issued": (*_INVOICE, *_LINES, "amount", "added", *_CODES),
    "invoice_covered": (*_INVOICE, *_LINES),
    "invoice_reissued": (*_INVOICE, *_LINES, "amount", "instead_of", *_CODES),
    "invoice_due": (*_INVOICE, "amount", "last_chance", *_CODES),  # last_chance: in time today and not tomorrow
    "invoice_overdue": (*_INVOICE, *_LATE, *_CODES),
    "buying_blocked": (*_INVOICE, *_LATE),
    # cards
    "card_refused": (*_INVOICE, "amount", "card", "why", "next_on", "then_on"),  # then_on: the days after that
    "card_given_up": (*_INVOICE, "amount", "card", "do_not_retry", "suspends_on", *_CODES),
    "card_expiring": ("card", "last_day", "first_day", "paper_on"),
    # money
    "payment_received": ("invoice", "amount", "paid_on", "method", "left", "surplus", "withheld"),
    "retention_undone": ("invoice", "amount", "due_on", "reason"),
    "payment_reversed": ("amount", "invoice", "left", "due_on", "short"),  # short: was used as credit already
    "credit_granted": ("amount", "reason"),
    "credit_note": ("amount", "invoice", "note", "reason", "going_back"),  # going_back: what of it is refunded
    "surplus_credited": ("amount", "invoice", "note"),  # note: of rules.matching
    "credit_lapsed": ("amount", "reason"),
    "refund_paid": ("amount", "paid_on", "method"),
    "statement_ready": ("year",),
    "fiscal_note": ("invoice", "number", "instead_of"),  # numbers of notes are words, "" for what is not known
    "fiscal_note_cancelled": ("invoice", "number", "reason"),
    "price_notice": ("first_day", "months", "prices"),  # prices: (what it is called, before, after)
    "full_price": ("first_day", "before", "after"),
    # requests: reply_above is the line above which a reply by e-mail is read, "" where there are none
    "request_asked": (*_REQUEST, "text", "who", "files", "is_new"),  # to the finance team; files: their names
    "request_opened": (*_REQUEST, "text", "answer_by"),
    "request_answered": (*_REQUEST, "text", "who", "files", "resolved", "offer_until"),  # a proposal's last day
    "request_resolved": (*_REQUEST, "who"),
    # the plan: cycles in months
    "plan_changed": ("before", "after", "on", "waits", "kept"),  # waits: until that day; kept: it was undone
    "cycle_changed": ("before", "after", "first_day", "last_day"),
    "cycle_scheduled": ("before", "after", "on"),
    "cycle_kept": ("before", "after"),
    "policy_changed": ("policy", "on"),
    "targets_set": ("targets", "on"),  # targets: (what it is called, now, at the renewal)
    "cancellation_scheduled": ("on", "refund"),
    "cancellation_undone": ("on",),
    # the finance team
    "queue_digest": ("count", "groups"),  # groups: (kind of task, how many, days of the longest wait)
    "proposal_ended": (
        *_REQUEST,
        "who",
        "order",
        "over",
    ),  # the order it became, or 0; over: why nobody's answer ended it
    # access
    "suspended": ("amount", "lines", "last_day", "cancels_on", "withdrawn", "cancelled"),  # orders; invoices
    "trust_given": ("amount", "invoice", "until", "who"),  # to the finance team
    "trust_refused": ("amount", "invoice", "reason"),
    "trust_expired": ("amount", "invoice"),
    "resumed": ("first_day", "last_day", "anew", "invoice"),  # anew: a new period began with the payment
    "subscription_cancelled": ("on", "amount", "debts", "credit", "refund", "reduced_from", "reduced_to"),
    "subscription_ended": ("on", "credit", "refund"),  # refund: credit that goes back
}


@dataclass(frozen=True, slots=True)
class Mail:
    """One message, ready to be sent."""

    subject: str
    text: str
    html: str


def render_mail(kind: str, values: Mapping[str, Any], language: str = "pt-br") -> Mail:
    """The message of this kind (a key of KINDS), in text and HTML. Raises KeyError for a value that is missing."""
    needed = ("name", "role", "account", "url", "vendor", *KINDS[kind])
    context = {name: values[name] for name in needed}
    template = f"mail/{kind}.txt"  # one source for both: it extends a text or a page, so they say the same
    with translation.override(language):
        context |= {"rows": _rows(context), "figure": context.get("due" if kind == "order_received" else "amount")}
        written = render_to_string(template, context | {"base": "mail/base.txt"})
        subject, _, text = written.partition("\n")
        html = render_to_string(template, context | {"base": "mail/base.html", "subject": subject.strip()})
    return Mail(subject=subject.strip(), text=_tidy(text), html=html)


def paragraphs(text: str) -> SafeString:
    """The body of a mail, its values escaped already, as paragraphs of HTML: blank lines part them."""
    parts = [part.strip().replace("\n", "<br>") for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    return SafeString("".join(f'<p style="margin:0 0 12px">{part}</p>' for part in parts))


def digit_groups(linha: str) -> str:
    """47 digits as banks print them: AAAAA.AAAAA BBBBB.BBBBBB CCCCC.CCCCCC D EEEEEEEEEEEEEE."""
    if len(linha) != 47:
        return linha
    fields = (linha[:10], linha[10:21], linha[21:32])
    return " ".join([*(f"{part[:5]}.{part[5:]}" for part in fields), linha[32], linha[33:]])


def _rows(context: Mapping[str, Any]) -> list[SaidLine]:
    """What it is made up of: an invoice's lines and credit, or what is open with fine and interest, and the total."""
    rows = list(context.get("lines", ()))
    if not rows and not (context.get("fine") or context.get("interest")):
        return []
    if not rows:
        rows = [SaidLine(gettext("Valor em aberto"), "", context["principal"])]
    if context.get("credit"):
        rows.append(SaidLine(gettext("Crédito usado"), "", -context["credit"]))
    for label, name in ((gettext("Multa"), "fine"), (gettext("Juros"), "interest")):
        if context.get(name):
            rows.append(SaidLine(label, "", context[name]))
    return [*rows, SaidLine(gettext("A pagar"), "", context.get("due", context.get("amount", ZERO)))]


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept) + "\n"
