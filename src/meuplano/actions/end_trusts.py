"""Days of trust that are over: the invoice is settled, or the days ended without its money (D51, D47)."""

from django.db.models import Q, QuerySet

from meuplano.actions.decide_trust import close_task
from meuplano.actions.due import for_each_due
from meuplano.actions.later import tell
from meuplano.actions.reissue_invoice import successor
from meuplano.records import events
from meuplano.records.models import Account, Trust
from meuplano.rules import lifecycle, trust
from meuplano.rules.act import Act


def over(act: Act) -> QuerySet[Trust]:
    """Those whose invoice is settled or whose days are over."""
    ends = Q(until__lt=act.today) | ~Q(invoice__status="open") | Q(subscription__status="cancelled")
    return Trust.objects.filter(ends, state__in=lifecycle.TRUSTED)


def end_trusts(act: Act) -> int:
    """Close them. Access itself ends by the date, not by this."""
    return for_each_due(over(act), _end, "end trusts", act, by="until")


def _end(account: Account, act: Act) -> bool:
    ended = False
    running = Trust.objects.filter(account=account, state__in=lifecycle.TRUSTED)
    for given in running.select_related("invoice", "subscription").order_by("pk"):
        left = given.subscription.status == "cancelled"
        if not left and successor(account, given.invoice).status != "open":
            ended |= given.move("settle")
            events.record("trust.settled", act, account, invoice=given.invoice.number)
            close_task(given, "Nada mais em aberto nesta fatura", act)
        elif left or not trust.runs(given.until, act.today):
            ended |= given.move("expire")
            tell(events.record("trust.expired", act, account, invoice=given.invoice.number))
    return ended
