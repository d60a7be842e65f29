"""The owner accepts what finance proposed: at exactly the price that was shown, it becomes an order (U24, D03)."""

from uuid import UUID

from meuplano.actions import change_plan
from meuplano.actions.agree_price import agree_price
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.requests import thread
from meuplano.actions.requests.offer import terms_of
from meuplano.documents.request_words import protocol
from meuplano.records.models import Order, Proposal, SupportRequest
from meuplano.rules.act import Act


def accept_proposal(
    account_id: int, proposal_id: int, *, method: str, seen: str, draft_key: UUID, act: Act, card_id: int | None = None
) -> Order:
    """`seen` is the fingerprint of the summary that was shown. Accepting again gives the same order.

    What is agreed with it holds for the periods that begin from today on. Raises Proposal.DoesNotExist, QuoteChanged
    with the new summary, and NotAllowed: proposal_over, unknown_draft, or what refuses the order (change_plan.confirm).
    """
    with locked(account_id, act) as account:
        proposal = Proposal.objects.select_related("order__invoice").get(account=account, pk=proposal_id)
        if proposal.order is not None:
            return proposal.order
        if proposal.status != "offered" or proposal.valid_until < act.today:
            raise NotAllowed("proposal_over")
        if draft_key != account.draft_key:  # a page from before another order
            raise NotAllowed("unknown_draft")
        request = SupportRequest.objects.select_related("account").get(account=account, pk=proposal.request_id)
        terms = terms_of(proposal, act.today)
        for term in terms.agreed:
            agree_price(
                account_id,
                item=term.item,
                monthly=term.monthly,
                discount=term.discount,
                until=term.until,
                reason=f"Proposta aceita, protocolo {protocol(request.opened_at, request.pk)}",
                act=act,
            )
        order = change_plan.confirm(
            account_id,
            added=terms.added,
            cycle=terms.cycle,
            method=method,
            seen=seen,
            draft_key=draft_key,
            card_id=card_id,
            by_proposal=True,
            act=act,
        )
        proposal.move("accept", order=order, ended_at=act.at)
        before = request.status
        if request.status == "waiting":
            request.move("resolve", **thread.CUSTOMERS_TURN)
        event = thread.record(
            "proposal.accepted",
            request,
            act,
            proposal=proposal.pk,
            order=order.number,
            invoice=order.invoice.number,
            before=before,
            after=request.status,
        )
        tell(event)
        return order
