"""A finance answer that carries a proposal: the owner accepts it with one confirmation (U24)."""

from datetime import date
from uuid import UUID

from meuplano.actions.allowed import NotAllowed
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.requests import thread
from meuplano.actions.requests.answer_request import add_answer
from meuplano.actions.requests.offer import Terms, offer_for, terms_to_json
from meuplano.records.contract import NoSubscription
from meuplano.records.models import Proposal, SupportRequest, User
from meuplano.rules.act import Act
from meuplano.rules.quotes import NothingAdded


def propose(
    account_id: int, request_id: int, *, user: User, text: str, terms: Terms, valid_until: date, key: UUID, act: Act
) -> Proposal:
    """An open proposal of the same request gives way to it. The same `key` again is the same proposal.

    Raises SupportRequest.DoesNotExist and Refused: in_the_past, ends_before, nothing_added, no_subscription, what
    forbids the change today (`rules.changes`), and those of `thread.said`.
    """
    said = thread.said(user, text, key)
    if valid_until < act.today:
        raise Refused("in_the_past")
    if any(term.until is not None and term.until <= valid_until for term in terms.agreed):
        raise Refused("ends_before")
    with locked(account_id, act) as account:
        done = Proposal.objects.filter(account=account, message__key=key).first()
        if done is not None:
            return done
        request = SupportRequest.objects.select_related("account").get(account=account, pk=request_id)
        try:
            offer = offer_for(account, terms, act)
        except NoSubscription:
            raise Refused("no_subscription") from None
        except NothingAdded:
            raise Refused("nothing_added") from None
        except NotAllowed as refused:
            raise Refused(refused.reason) from None
        end_open(request, "replace", act)
        message = add_answer(request, said, "waiting", act)
        proposal = Proposal.objects.create(
            account=account,
            request=request,
            message=message,
            added={item: quantity for item, quantity in terms.added.items() if quantity},
            cycle=int(terms.cycle) if terms.cycle else None,
            terms=terms_to_json(terms.agreed),
            plan=terms.plan,
            at_renewal=terms.at_renewal,
            due_now_centavos=offer.quote.due_now.centavos,
            valid_until=valid_until,
            made_by=str(user),
            made_at=act.at,
        )
        due = offer.quote.due_now.centavos
        thread.record("proposal.made", request, act, proposal=proposal.pk, who=str(user), due_now=due)
        return proposal


def end_open(request: SupportRequest, how: str, act: Act) -> Proposal | None:
    """The open proposal of a request ends that way; None if there is none. The account is locked."""
    proposal = Proposal.objects.filter(account=request.account_id, request=request, status="offered").first()
    if proposal is not None:
        proposal.move(how, ended_at=act.at)
    return proposal
