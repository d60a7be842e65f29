"""Orders: received, released, expired, and the money that came when they were over (D07)."""

from collections.abc import Iterable

from meuplano.actions.begin_subscription import CONTRACT
from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Compose, Message, owner, tell_each
from meuplano.actions.papers import module_names
from meuplano.actions.tax_lines import say_taxes
from meuplano.documents import lines as said
from meuplano.records.consents import asked_before_paying
from meuplano.records.models import Account, Charge, Event, Order
from meuplano.records.quoted import services_in, withheld_in
from meuplano.rules.money import Money


def order_received(account: Account, charge: Charge, order: Order) -> Iterable[Message]:
    """A boleto or Pix was made for an order that waits. (A card is answered at once: its news is the payment.)

    That of a contract whose terms nobody accepted yet goes out without it: the page asks for them before it is shown.
    """
    if order.status != "waiting":
        return ()
    terms_first = asked_before_paying(account, order) is not None
    papers = [] if terms_first else [charge]
    values = {
        "url": facts.url(f"pedidos/{order.number}/"),
        "order": order.number,
        "invoice": charge.invoice.number,
        "due": Money(charge.amount_centavos),
        "method": charge.method,
        "pay_until": order.pay_until,
        "lines": (
            *said.say_lines(
                order.quote["lines"],
                names=module_names(),
                plan=charge.invoice.plan_name,
                adding=order.quote["kind"] != CONTRACT,
            ),
            *say_taxes(withheld_in(order.quote), services_in(order.quote)),
        ),
        "credit": Money(order.quote["credit_used"]),
        "terms_first": terms_first,
        **facts.codes_of(papers),
    }
    return tell_each(owner(account), "order_received", values, facts.slip_of(papers))


def _licences_released(event: Event, account: Account) -> Iterable[Message]:
    values = {
        "url": facts.url(f"pedidos/{event.data['order']}/"),
        "order": event.data["order"],
        "added": said.added_in_words(event.data["added"], module_names()),
    }
    return tell_each(owner(account), "licences_released", values)


def _order_expired(event: Event, account: Account) -> Iterable[Message]:
    values = {
        "url": facts.url("plano/alteracao/"),
        "order": event.data["order"],
        "due": Money(event.data["due_now"]),
        "credit": Money(event.data["credit_returned"]),
    }
    return tell_each(owner(account), "order_expired", values)


def _ask_owner(event: Event, account: Account) -> Iterable[Message]:
    values = {"url": facts.url()} | {name: event.data[name] for name in ("asker", "asker_email", "message")}
    return tell_each(owner(account), "ask_owner", values)


MESSAGES: dict[str, Compose] = {
    "order.applied": _licences_released,
    "order.expired": _order_expired,
    "owner.asked": _ask_owner,
}
