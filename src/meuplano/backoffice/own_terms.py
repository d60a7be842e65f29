"""What an account has of its own: agreed prices, courtesies, a due day that moves, and the way to end them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from meuplano.actions.withholding import rates_in
from meuplano.documents import words
from meuplano.documents.lines import item_name
from meuplano.records.models import Account, AgreedPrice, Courtesy, Module, ScheduledChange


@dataclass(frozen=True, slots=True)
class TermRow:
    """One of them, in words; `end_url` is "" for what cannot be ended there."""

    title: str
    about: str
    end_url: str


def own_terms(account: Account, today: date, billing: Mapping[str, object]) -> tuple[TermRow, ...]:
    """Those that hold for a period to come, in the order in which they were agreed; then what `billing` says of tax."""
    names = dict(Module.objects.values_list("code", "name"))
    rates = rates_in(billing)
    still = Q(until__isnull=True) | Q(until__gt=today)
    agreed = AgreedPrice.objects.filter(still, account=account).order_by("pk")
    courtesies = (
        Courtesy.objects.filter(still, account=account)
        .exclude(subscription__status="cancelled")
        .order_by("pk")
        .annotate(used=Count("begun"))
    )
    moving = ScheduledChange.objects.filter(account=account, kind="due_day", status="scheduled")
    return (
        *(_agreed(account, row, names) for row in agreed),
        *(_courtesy(account, row) for row in courtesies if vars(row)["used"] < row.periods),
        *(
            TermRow(
                gettext("Vencimento passa ao dia %(day)s") % {"day": change.data["day"]},
                f"{words.day(change.effective_on)} · {change.by} · {change.data['reason']}",
                "",
            )
            for change in moving
        ),
        *((TermRow(gettext("Retém impostos na fonte"), _rates(rates), ""),) if rates else ()),
    )


def _agreed(account: Account, row: AgreedPrice, names: dict[str, str]) -> TermRow:
    name = item_name(row.item, names)
    if row.monthly_centavos is not None:
        title = gettext("%(item)s: %(price)s por mês") % {"item": name, "price": words.reais(row.monthly_centavos)}
    else:
        title = gettext("%(item)s: %(percent)s de desconto") % {
            "item": name,
            "percent": words.percent(row.discount or 0),
        }
    return TermRow(
        title,
        f"{_days(row.valid_from, row.until)} · {row.by} · {row.reason}",
        reverse("finance-end-agreed", args=[account.code, row.pk]),
    )


def _courtesy(account: Account, row: Courtesy) -> TermRow:
    left = row.periods - vars(row)["used"]
    title = ngettext(
        "Cortesia de %(percent)s, por mais %(left)s período",
        "Cortesia de %(percent)s, por mais %(left)s períodos",
        left,
    ) % {"percent": words.percent(row.off), "left": left}
    return TermRow(
        title,
        f"{_days(row.valid_from, row.until)} · {row.by} · {row.reason}",
        reverse("finance-stop-courtesy", args=[account.code, row.pk]),
    )


def _rates(rates: Mapping[str, int]) -> str:
    return " · ".join(f"{words.TAXES[tax]} {words.percent(rate)}" for tax, rate in rates.items())


def _days(start: date, until: date | None) -> str:
    if until is None:
        return gettext("desde %(day)s") % {"day": words.day(start)}
    return gettext("de %(day)s até antes de %(until)s") % {"day": words.day(start), "until": words.day(until)}
