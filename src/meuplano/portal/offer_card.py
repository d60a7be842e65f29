"""The proposal of a finance answer as it stands today: what it would cost, and why it may not be accepted (U24)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from meuplano.actions.allowed import NotAllowed
from meuplano.actions.papers import module_names
from meuplano.actions.requests.offer import Terms, offer_for, terms_of
from meuplano.actions.tax_lines import say_taxes
from meuplano.documents import request_words, words
from meuplano.documents.lines import SaidLine, say_lines
from meuplano.portal.access import Visit
from meuplano.portal.refusals import refusal_in_words
from meuplano.portal.ways import Choice, method_choices
from meuplano.records.contract import NoSubscription
from meuplano.records.models import Proposal, SupportRequest
from meuplano.rules.money import ZERO, Money
from meuplano.rules.quotes import NothingAdded
from meuplano.rules.retention import services


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """What it is worth today; without `seen` it cannot be accepted, and `problem` says why."""

    by: str
    until: str
    lines: tuple[SaidLine, ...]
    terms: tuple[str, ...]
    plan: str  # another plan and from when (D48)
    due: Money
    credit: Money
    taxes: tuple[SaidLine, ...]
    renewal: Money
    renewal_on: date | None
    renewal_before: Money
    was: Money | None  # what it was when it was made, if that is another amount
    complement: Money
    ways: tuple[Choice, ...]
    seen: str
    draft: UUID
    problem: str
    changed: bool

    @property
    def open(self) -> bool:
        return bool(self.seen) and (bool(self.ways) or not self.due)


def last_proposal(found: SupportRequest) -> Proposal | None:
    """The newest one of a request, whatever became of it."""
    proposals = Proposal.objects.filter(account=found.account_id, request=found)
    newest: Proposal | None = proposals.select_related("order", "plan").order_by("-pk").first()
    return newest


def card_of(found: SupportRequest, visit: Visit, *, changed: bool = False, refusal: str = "") -> ProposalCard | None:
    """None without an open proposal. One whose day is over, or that today's account forbids, says so."""
    proposal = last_proposal(found)
    if proposal is None or proposal.status != "offered":
        return None
    terms = terms_of(proposal, visit.today)
    if proposal.valid_until < visit.today:
        over = gettext("Esta proposta valeu até %(day)s. Escreva abaixo se quiser outra.")
        return _card(proposal, terms, visit, problem=over % {"day": words.day(proposal.valid_until)})
    try:
        offer = offer_for(visit.account, terms, visit.act)
    except NotAllowed as refused:
        return _card(proposal, terms, visit, problem=refusal_in_words(refused.reason))
    except (NoSubscription, NothingAdded):
        return _card(proposal, terms, visit, problem=gettext("A assinatura mudou, e esta proposta não cabe mais nela."))
    quote, before = offer.quote, offer.quote.renewal_before
    if terms.agreed and terms.plan is None:  # without the proposal there would be no such price either
        before = offer_for(visit.account, Terms(terms.added, terms.cycle), visit.act).quote.renewal_before
    plan_name = (terms.plan or offer.contract.plan).name
    was = Money(proposal.due_now_centavos)
    return _card(
        proposal,
        terms,
        visit,
        lines=say_lines(quote.lines, names=module_names(), plan=plan_name, adding=offer.new_period is None),
        due=quote.to_pay,
        credit=quote.credit_used,
        taxes=say_taxes(quote.withheld, services(quote.lines)),
        renewal=quote.next_renewal,
        renewal_on=quote.renewal_on,
        renewal_before=before,
        complement=quote.complement,
        was=was if was != quote.due_now else None,
        ways=method_choices(code for code, way in offer.methods.items() if way.offered) if quote.due_now else (),
        seen=quote.fingerprint(),
        problem=refusal,
        changed=changed,
    )


def _card(
    proposal: Proposal,
    terms: Terms,
    visit: Visit,
    *,
    problem: str = "",
    lines: tuple[SaidLine, ...] = (),
    due: Money = ZERO,
    credit: Money = ZERO,
    taxes: tuple[SaidLine, ...] = (),
    renewal: Money = ZERO,
    renewal_on: date | None = None,
    renewal_before: Money = ZERO,
    complement: Money = ZERO,
    was: Money | None = None,
    ways: tuple[Choice, ...] = (),
    seen: str = "",
    changed: bool = False,
) -> ProposalCard:
    ends_today = proposal.valid_until == visit.today
    until = gettext("de hoje") if ends_today else gettext("de %(day)s") % {"day": words.day(proposal.valid_until)}
    return ProposalCard(
        by=proposal.made_by,
        until=gettext("válida até 23:59 %(until)s") % {"until": until},
        lines=lines,
        plan=request_words.other_plan(terms.plan.name, waits=terms.at_renewal) if terms.plan else "",
        terms=tuple(request_words.agreed(term, module_names()) for term in terms.agreed),
        due=due,
        credit=credit,
        taxes=taxes,
        renewal=renewal,
        renewal_on=renewal_on,
        renewal_before=renewal_before,
        complement=complement,
        was=was,
        ways=ways,
        seen=seen,
        draft=visit.account.draft_key,
        problem=problem,
        changed=changed,
    )
