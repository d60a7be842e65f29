"""An account with its users, decided: who owns it, what it holds from today's period on, or why it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from meuplano.actions.import_accounts.account_line import AccountLine
from meuplano.actions.import_accounts.catalogue import Catalogue, PriceList
from meuplano.actions.import_accounts.faults import Fault
from meuplano.actions.import_accounts.running_period import running_period
from meuplano.actions.import_accounts.user_line import UserLine
from meuplano.rules import renewal
from meuplano.rules.periods import Cycle, Period
from meuplano.rules.prices import LICENCE, STORAGE


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is written for one account. `quantities` are those of the running period, whose unpaid form was renewed."""

    line: AccountLine
    users: Sequence[UserLine]
    period: Period
    paid_outside: bool
    prices: PriceList
    quantities: dict[str, int]


def decide(
    line: AccountLine,
    users: Sequence[UserLine],
    catalogue: Catalogue,
    *,
    accounts_file: str,
    users_file: str,
    today: date,
    overdue: bool,
) -> NewAccount | Fault:
    """The account as it is to be, or the reason why it is refused (D18, D41).

    The owner becomes a user if no line names them. A period that is not paid begins with a renewal: by the policy
    "only the active ones" it holds the licences in use.
    """
    owner = next((user for user in users if user.email == line.owner_email), None)
    if owner is None:
        owner = UserLine(line.line, line.code, line.owner_email, line.owner_name, True, True, None)
        users = [owner, *users]
    elif not owner.has_access:
        reason = "o responsável pela conta precisa ter acesso"
        return Fault(line.code, users_file, owner.line, "acesso", reason)
    active = sum(user.has_access for user in users)
    if active > line.licences:
        reason = f"{line.licences} licenças são menos do que os {active} usuários com acesso"
        return Fault(line.code, accounts_file, line.line, "licencas", reason)
    cycle = Cycle(line.cycle)
    held = running_period(line.anchor, cycle, line.paid_until, today=today, overdue=overdue)
    prices = catalogue.list_for(held.period.start, line.plan, line.extras.keys() - {STORAGE})
    assert prices is not None, "the line was read against this catalogue"
    quantities = line.quantities
    if not held.paid_outside:
        minimum = catalogue.plans[line.plan].minimum
        quantities[LICENCE] = renewal.licences_to_renew(
            line.policy, contracted=line.licences, in_use=active, minimum=minimum
        )
    if not line.owner_name and owner.name:
        line = replace(line, owner_name=owner.name)
    return NewAccount(line, users, held.period, held.paid_outside, prices, quantities)
