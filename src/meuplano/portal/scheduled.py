"""What waits for its day, as strips on the plan page, each with its "Desfazer" (U04, R-08)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from meuplano.actions import cancel_subscription, schedule_cycle, schedule_plan
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.change_renewal import change_renewal
from meuplano.documents import words
from meuplano.documents.lines import item_name
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.portal.refusals import refusal_in_words
from meuplano.records.contract import NoSubscription
from meuplano.records.models import Account, Event
from meuplano.records.overview import Overview, Scheduled, overview_of
from meuplano.rules import renewal
from meuplano.rules.money import Money
from meuplano.rules.periods import ONE_DAY
from meuplano.rules.prices import LICENCE, STORAGE

CANCEL, CYCLE, PLAN, POLICY, TARGETS = "cancel", "cycle", "plan", "policy", "targets"


@dataclass(frozen=True, slots=True)
class Strip:
    """One change to come: what, who and until when; `undo` is what "Desfazer" asks for, "" where finance decides."""

    title: str
    detail: str
    undo: str = ""


@require_POST
@owner_only
def undo(request: HttpRequest) -> HttpResponse:
    """POST /plano/desfazer/ with `o_que`; pressing it twice does nothing the second time."""
    visit = visiting(request)
    try:
        if _undo(visit, request.POST.get("o_que", "")):
            messages.success(request, gettext("Desfeito: tudo continua como antes"))
    except NotAllowed as refused:
        messages.error(request, refusal_in_words(refused.reason))
    except NoSubscription:
        pass
    return redirect("plan")


def _undo(visit: Visit, what: str) -> bool:
    account = visit.account.pk
    if what == CANCEL:
        return cancel_subscription.undo(account, visit.act)
    if what == CYCLE:
        return schedule_cycle.undo(account, visit.act)
    if what == PLAN:
        return schedule_plan.undo(account, visit.act)
    if what == POLICY:
        return change_renewal(account, visit.act, policy=renewal.ALL_LICENCES)
    overview = overview_of(visit.account)
    if what != TARGETS or overview is None:
        return False
    now = {item: quantity for item, quantity in overview.contract.now.items() if item != LICENCE}
    return change_renewal(account, visit.act, targets=now)


def strips(account: Account, overview: Overview, names: Mapping[str, str], today: date) -> tuple[Strip, ...]:
    """Everything that waits, by its day."""
    dated = [*_scheduled(overview, today), *_less(account, overview, names)]
    return tuple(strip for _, strip in sorted(dated, key=lambda pair: pair[0]))


def _scheduled(overview: Overview, today: date) -> Iterator[tuple[date, Strip]]:
    paid = overview.invoice is not None and overview.invoice.status == "paid"
    for change in overview.scheduled:
        day = words.day(change.on)
        by = gettext("Agendado por %(who)s.") % {"who": change.by}
        until = gettext("Desfazer vale até %(day)s.") % {"day": words.day(change.on - ONE_DAY)}
        if change.kind == CANCEL:
            text = gettext("Até lá, tudo continua funcionando.")
            if returned := change.data.get("returned"):
                text = gettext("O período seguinte não é usado: voltam %(amount)s.") % {
                    "amount": words.reais(Money(returned))
                }
            title = gettext("Em %(day)s, a assinatura termina") % {"day": day}
            yield change.on, Strip(title, f"{by} {text} {until}", CANCEL)
        elif change.kind in (CYCLE, PLAN):
            used_first = paid and change.on == overview.contract.period.end
            if change.on <= today:  # suspended since before that day (D25)
                until = gettext("Desfazer vale até lá.")
            more = gettext("A primeira fatura já está paga.") if used_first else until
            yield change.on, Strip(_other_terms(change, today), f"{by} {more}", "" if used_first else change.kind)
        else:
            title = gettext("Em %(day)s, o vencimento passa para o dia %(due)s") % {
                "day": day,
                "due": change.data.get("day", ""),
            }
            yield change.on, Strip(title, by)


def _other_terms(change: Scheduled, today: date) -> str:
    """Which cycle or plan begins, and when: on its day, or with the access where that day went by (D14, D25, D48)."""
    values = {
        "day": words.day(change.on),
        "cycle": words.CYCLES[change.data["cycle"]] if change.kind == CYCLE else "",
        "plan": change.data.get("name", ""),
    }
    if change.on <= today and change.kind == CYCLE:
        return gettext("Quando o acesso voltar, a periodicidade passa a %(cycle)s") % values
    if change.on <= today:
        return gettext("Quando o acesso voltar, o plano passa a %(plan)s") % values
    if change.kind == CYCLE:
        return gettext("Em %(day)s, a periodicidade passa a %(cycle)s") % values
    return gettext("Em %(day)s, o plano passa a %(plan)s") % values


def _less(account: Account, overview: Overview, names: Mapping[str, str]) -> Iterator[tuple[date, Strip]]:
    """What the next renewal that can still be counted holds less of."""
    contract = overview.contract
    renewing = overview.renewing()
    paid = overview.invoice is not None and overview.invoice.status == "paid"
    policy = contract.subscription.renewal_policy
    fewer = contract.now.get(LICENCE, 0) - renewing.get(LICENCE, 0)
    reduced = {i: n for i, n in contract.at_renewal.items() if i != LICENCE and n < contract.now.get(i, 0)}
    if not (policy == renewal.ONLY_ACTIVE and fewer) and not reduced:
        return
    by = _authors(account)
    counted = overview.counted.quantities if overview.counted else {}
    if policy == renewal.ONLY_ACTIVE and fewer:
        late = paid and counted.get(LICENCE, 0) > renewing[LICENCE]
        on = overview.coming.end if late else contract.period.end
        title = gettext("Em %(day)s, renovam só as licenças ativas: hoje seriam %(n)s de %(all)s") % {
            "day": words.day(on),
            "n": renewing[LICENCE],
            "all": contract.now[LICENCE],
        }
        yield on, Strip(title, _said_by(by.get("policy.changed"), on), POLICY)
    if reduced:
        late = paid and any(counted.get(item, 0) > target for item, target in reduced.items())
        on = overview.coming.end if late else contract.period.end
        parts = [
            _reduction(item, contract.now[item], renewing.get(item, target), names) for item, target in reduced.items()
        ]
        title = gettext("Em %(day)s: %(what)s") % {"day": words.day(on), "what": "; ".join(parts)}
        yield on, Strip(title, _said_by(by.get("targets.set"), on), TARGETS)


def _reduction(item: str, now: int, then: int, names: Mapping[str, str]) -> str:
    if item == STORAGE:
        return gettext("o espaço extra passa de %(now)s para %(then)s GB") % {"now": now, "then": then}
    return gettext("%(module)s passa de %(now)s para %(then)s licenças") % {
        "module": item_name(item, names),
        "now": now,
        "then": then,
    }


def _said_by(who: str | None, on: date) -> str:
    until = gettext("Desfazer vale até %(day)s.") % {"day": words.day(on - ONE_DAY)}
    return f"{gettext('Agendado por %(who)s.') % {'who': who}} {until}" if who else until


def _authors(account: Account) -> dict[str, str]:
    """Who last set the policy, and the targets."""
    events = Event.objects.filter(account=account, name__in=["policy.changed", "targets.set"])
    return dict(events.order_by("name", "-pk").distinct("name").values_list("name", "by"))
