"""An order that ends without being applied: withdrawn, expired or declined (D06, D08)."""

from datetime import date

from django.db import OperationalError, transaction
from django.db.models import QuerySet

from meuplano.actions.close_order import close_order
from meuplano.actions.due import park
from meuplano.actions.lock import locked
from meuplano.records.models import Account, Order
from meuplano.rules.act import Act


def withdraw(account_id: int, number: int, act: Act) -> bool:
    """The owner's "desistir": True if it was waiting and is withdrawn now. Raises Order.DoesNotExist."""
    with locked(account_id, act) as account:
        order = Order.objects.get(account=account, number=number)
        return order.status == "waiting" and close_order(account, order, "withdraw", act)


def overdue(act: Act) -> QuerySet[Order]:
    """What waits past its last day."""
    return Order.objects.filter(status="waiting", expires_on__lt=act.today)


def expire_orders(act: Act) -> int:
    """End it; returns how many. Each account in its own transaction, safe to run twice."""
    expired = 0
    for account_id, pk in overdue(act).order_by("expires_on", "pk").values_list("account_id", "pk"):
        try:
            expired += _expire(account_id, pk, act.today, act)
        except OperationalError:
            raise  # the database is away: everything is tried again
        except Exception as problem:
            with transaction.atomic():
                park(Account.objects.select_for_update(no_key=True).get(pk=account_id), "expire orders", problem, act)
    return expired


def _expire(account_id: int, order_id: int, today: date, act: Act) -> bool:
    with locked(account_id, act) as account:
        order = Order.objects.get(account=account, pk=order_id)
        return order.expires_on < today and close_order(account, order, "expire", act)
