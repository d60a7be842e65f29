"""The owner accepts what finance proposed: at exactly the price that was shown, it becomes an order (U24, D03)."""

from uuid import UUID

from meuplano.actions import change_plan
from meuplano.actions.agree_price import agree_price
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.requests import thread
from meuplano.actions.requests.offer import Terms, offer_for, terms_of
from meuplano.actions.schedule_plan import schedule_plan
from meuplano.documents.request_words import protocol
from meuplano.records.models import Account, Order, Proposal, ScheduledChange, SupportRequest
from meuplano.rules.act import Act


def accept_proposal(
    account_id: int, proposal_id: int, *, method: str, seen: str, draft_key: UUID, act: Act, card_id: int | None = None
) -> Order | None:
    """`seen` is the fingerprint of the summary that was shown. Accepting again gives the same order.

    None for another plan at the renewal, which is scheduled (D48). What is agreed with it holds for the periods that
    begin from today on. Raises Proposal.DoesNotExist, QuoteChanged with the new summary, and NotAllowed: proposal_over,
    unknown_draft, unknown_item (it left the catalogue), or what refuses the order (change_plan.confirm).
    """
    with locked(account_id, act) as account:
        proposal = Proposal.objects.select_related("order__invoice", "plan").get(account=account, pk=proposal_id)
        if proposal.status == "accepted":
            return proposal.order
        if proposal.status != "offered" or proposal.valid_until < act.today:
            raise NotAllowed("proposal_over")
        if draft_key != account.draft_key:  # a page from before another order
            raise NotAllowed("unknown_draft")
        request = SupportRequest.objects.select_related("account").get(account=account, pk=proposal.request_id)
        terms = terms_of(proposal, act.today)
        if terms.at_renewal:
            proposal.move("accept", scheduled=_schedule(account, terms, seen, act), ended_at=act.at)
            _tell(request, proposal, act, plan=proposal.plan.name if proposal.plan else "")
            return None
        order = change_plan.confirm(
            account_id,
            added=terms.added,
            cycle=terms.cycle,
            plan=terms.plan,
            agreed=terms.agreed,
            method=method,
            seen=seen,
            draft_key=draft_key,
            card_id=card_id,
            by_proposal=True,
            act=act,
        )
        _agree_prices(request, terms, act)
        proposal.move("accept", order=order, ended_at=act.at)
        _tell(request, proposal, act, order=order.number, invoice=order.invoice.number)
        return order


def _agree_prices(request: SupportRequest, terms: Terms, act: Act) -> None:
    try:
        for term in terms.agreed:
            agree_price(
                request.account_id,
                item=term.item,
                monthly=term.monthly,
                discount=term.discount,
                until=term.until,
                reason=f"Proposta aceita, protocolo {protocol(request.opened_at, request.pk)}",
                act=act,
            )
    except Refused as refused:  # what was offered is not sold any more
        raise NotAllowed(refused.reason) from None


def _schedule(account: Account, terms: Terms, seen: str, act: Act) -> ScheduledChange:
    """The plan for the renewal, if it still is what was shown (D03)."""
    assert terms.plan is not None
    offer = offer_for(account, terms, act)
    if offer.quote.fingerprint() != seen:
        raise change_plan.QuoteChanged(offer)
    return schedule_plan(account, terms.plan, act)


def _tell(request: SupportRequest, proposal: Proposal, act: Act, **became: str | int) -> None:
    before = request.status
    if request.status == "waiting":
        request.move("resolve", **thread.CUSTOMERS_TURN)
    tell(
        thread.record(
            "proposal.accepted", request, act, proposal=proposal.pk, before=before, after=request.status, **became
        )
    )
