"""From an event to the messages that belong to it: written once, sent until a server takes them (R-25)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from meuplano.actions import invitations
from meuplano.documents import lines as said
from meuplano.documents.mail import render_mail
from meuplano.records.faults import point
from meuplano.records.models import Account, BillingDetails, Charge, Event, Invoice, Mail, Member, Module, Order, User
from meuplano.rules.act import Act
from meuplano.rules.money import Money

Message = tuple[str, str, str, dict[str, Any]]  # to, the person's name, kind, values


def write_mails(event_id: int, act: Act) -> list[int]:
    """Write the messages of an event, each once, and return the ids of those that are new."""
    event = Event.objects.select_related("account").get(pk=event_id)
    compose = MESSAGES.get(event.name)
    if compose is None or event.account is None:
        return []
    written = []
    for to, name, kind, values in compose(event, event.account):
        common = {"name": name, "account": event.account.name, "vendor": settings.VENDOR}
        mail = render_mail(kind, common | values)
        kept, new = Mail.objects.get_or_create(
            event=event,
            kind=kind,
            to=to,
            defaults={"subject": mail.subject, "text": mail.text, "html": mail.html, "made_at": act.at},
        )
        if new:
            written.append(kept.pk)
    return written


def send_mail(mail_id: int, act: Act) -> bool:
    """Hand one message to the mail server; False if that was done before. Raises what the server raises."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update(skip_locked=True).filter(pk=mail_id, sent_at__isnull=True).first()
        if mail is None:
            return False
        message = EmailMultiAlternatives(
            mail.subject,
            mail.text,
            settings.EMAIL_FROM,
            [mail.to],
            # The same id on a second attempt: a server that took the first one recognises it.
            headers={"Message-ID": f"<{mail.pk}.{mail.event_id}@{settings.MAIL_DOMAIN}>"},
        )
        message.attach_alternative(mail.html, "text/html")
        message.send()
        point("between_sending_and_sent")
        mail.sent_at = act.at
        mail.save(update_fields=["sent_at"])
    return True


def _order_received(event: Event, account: Account) -> Iterable[Message]:
    """A boleto or Pix was made for an order. (A card is answered at once: its news is the payment.)"""
    charge = Charge.objects.select_related("invoice").get(account=account, pk=event.data["charge"])
    order = charge.invoice.orders.select_related("subscription__plan").first()
    if order is None:
        return
    names = _names()
    values = {
        "url": f"{settings.BASE_URL}/pedidos/{order.number}/",
        "order": order.number,
        "invoice": charge.invoice.number,
        "due": Money(charge.amount_centavos),
        "method": charge.method,
        "pay_until": order.pay_until,
        "lines": said.say_lines(
            order.quote["lines"],
            names=names,
            plan=order.subscription.plan.name,
            months=order.subscription.cycle,
            adding=True,
        ),
        "credit": Money(order.quote["credit_used"]),
        "linha_digitavel": charge.linha_digitavel,
        "brcode": charge.brcode,
    }
    owner = _owner(account)
    yield owner.email, owner.name, "order_received", values


def _payment_received(event: Event, account: Account) -> Iterable[Message]:
    """The receipt goes to the finance e-mails, or to the owner where none is given."""
    invoice = Invoice.objects.get(account=account, number=event.data["invoice"])
    payment = invoice.payments.get(pk=event.data["payment"])
    values = {
        "url": f"{settings.BASE_URL}/faturas/{invoice.number}/",
        "invoice": invoice.number,
        "amount": Money(payment.amount_centavos),
        "paid_on": payment.paid_on,
        "method": payment.method,
    }
    details = BillingDetails.objects.filter(account=account).first()
    owner = _owner(account)
    for to in (details.finance_emails if details else None) or [owner.email]:
        yield to, owner.name if to == owner.email else "", "payment_received", values


def _licences_released(event: Event, account: Account) -> Iterable[Message]:
    order = Order.objects.get(account=account, number=event.data["order"])
    values = {
        "url": f"{settings.BASE_URL}/pedidos/{order.number}/",
        "order": order.number,
        "added": said.added_in_words(event.data["added"], _names()),
    }
    owner = _owner(account)
    yield owner.email, owner.name, "licences_released", values


def _order_expired(event: Event, account: Account) -> Iterable[Message]:
    values = {
        "url": f"{settings.BASE_URL}/plano/alteracao/",
        "order": event.data["order"],
        "due": Money(event.data["due_now"]),
        "credit": Money(event.data["credit_returned"]),
    }
    owner = _owner(account)
    yield owner.email, owner.name, "order_expired", values


def _credit_granted(event: Event, account: Account) -> Iterable[Message]:
    values = {
        "url": f"{settings.BASE_URL}/plano/",
        "amount": Money(event.data["amount"]),
        "reason": event.data["reason"],
    }
    owner = _owner(account)
    yield owner.email, owner.name, "credit_granted", values


def _prices_announced(event: Event, account: Account) -> Iterable[Message]:
    """New prices are told to the owner and to the finance e-mails (D38)."""
    names = _names()
    values = {
        "url": f"{settings.BASE_URL}/plano/",
        "first_day": date.fromisoformat(event.data["first_day"]),
        "months": event.data["months"],
        "prices": [
            (said.item_name(item, names), Money(price["before"]), Money(price["after"]))
            for item, price in event.data["changed"].items()
        ],
    }
    for to, name in _owner_and_finance(account):
        yield to, name, "price_notice", values


def _courtesy_ending(event: Event, account: Account) -> Iterable[Message]:
    """The return to the full price is told 10 days before (D40)."""
    values = {
        "url": f"{settings.BASE_URL}/plano/",
        "first_day": date.fromisoformat(event.data["first_day"]),
        "before": Money(event.data["before"]),
        "after": Money(event.data["after"]),
    }
    for to, name in _owner_and_finance(account):
        yield to, name, "full_price", values


def _ask_owner(event: Event, account: Account) -> Iterable[Message]:
    values = {"url": f"{settings.BASE_URL}/plano/"} | {
        name: event.data[name] for name in ("asker", "asker_email", "message")
    }
    owner = _owner(account)
    yield owner.email, owner.name, "ask_owner", values


def _invitation(event: Event, account: Account) -> Iterable[Message]:
    """The link goes to the invited person alone; one that was sent again or answered meanwhile is not sent."""
    member = Member.objects.select_related("user").filter(account=account, pk=event.data["member"]).first()
    if member is None or member.invited_at != event.at or member.invited_until is None:
        return
    values = {"url": invitations.link(member), "inviter": event.by, "until": member.invited_until}
    yield member.user.email, member.user.name, "invitation", values


MESSAGES: dict[str, Callable[[Event, Account], Iterable[Message]]] = {
    "charge.pending": _order_received,
    "payment.received": _payment_received,
    "order.applied": _licences_released,
    "order.expired": _order_expired,
    "credit.granted": _credit_granted,
    "prices.announced": _prices_announced,
    "prices.adjusted": _prices_announced,
    "courtesy.ending": _courtesy_ending,
    "owner.asked": _ask_owner,
    "user.invited": _invitation,
}


def _owner(account: Account) -> User:
    return Member.objects.select_related("user").get(account=account, is_owner=True).user


def _owner_and_finance(account: Account) -> Iterable[tuple[str, str]]:
    """Each address once, the owner's with the name."""
    owner = _owner(account)
    details = BillingDetails.objects.filter(account=account).first()
    yield owner.email, owner.name
    for to in dict.fromkeys(details.finance_emails if details else ()):
        if to != owner.email:
            yield to, ""


def _names() -> dict[str, str]:
    return dict(Module.objects.values_list("code", "name"))
