"""Which methods an amount may be paid by today: each with its dates, or why it is not offered."""

from django.conf import settings

from meuplano.actions.calendar import banking_days
from meuplano.actions.open_charge import gateway_for
from meuplano.records.models import BillingDetails
from meuplano.rules import orders
from meuplano.rules.act import Act
from meuplano.rules.money import Money
from meuplano.rules.periods import Period


def methods_for(
    details: BillingDetails | None, amount: Money, act: Act, period: Period | None = None
) -> dict[str, orders.Offered]:
    """Those with a gateway here, as `orders.methods_offered` says; an order of a running period gives it (D06)."""
    return orders.methods_offered(
        amount=amount,
        today=act.today,
        period=period,
        calendar=banking_days(),
        billing_complete=details is not None and details.is_complete,
        methods=tuple(method for method in orders.METHODS if gateway_for(method)),
        minimums={
            orders.BOLETO: Money(settings.BILLING["boleto_minimum"]),
            orders.CARD: Money(settings.BILLING["card_minimum"]),
        },
        days=settings.BILLING["order_days"],
        clearing=settings.BILLING["clearing_days"],
    )
