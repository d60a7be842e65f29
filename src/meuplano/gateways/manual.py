"""Money that a person of finance enters by hand: a bank transfer, cash, what an old system received.

The entry is written as a notice, so that it takes the same way through the inbox as a webhook or a bank file.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import override

from meuplano.gateways.base import News, Receipt, Rejected
from meuplano.gateways.unasked import Unasked


class Manual(Unasked):
    """Charges nobody: it only reads what was entered. `entry` makes the bytes, `read_notice` understands them."""

    name = "manual"
    capabilities = frozenset({"entry"})
    not_charged = "O lançamento manual não emite cobranças."

    @staticmethod
    def entry(*, entry_id: str, key: str | None, amount: int, paid_on: date, method: str = "transfer") -> bytes:
        """A notice of money received; `entry_id` belongs to the form that was filled in, so that it counts once.

        `amount` in centavos; `key` is our charge's or None. Raises ValueError for an amount that is not positive.
        """
        if amount <= 0 or not entry_id or not method:
            raise ValueError("an entry has an id, a method and a positive amount")
        values = {"entry": entry_id, "key": key, "amount": amount, "paid_on": paid_on.isoformat(), "method": method}
        return json.dumps(values, sort_keys=True).encode()

    @override
    def read_notice(self, headers: Mapping[str, str], body: bytes) -> list[News]:
        """The receipt of an entry. Raises Rejected("unreadable")."""
        try:
            values = json.loads(body)
            receipt = Receipt(
                gateway=self.name,
                external_id=values["entry"],
                key=values["key"],
                amount=int(values["amount"]),
                paid_on=date.fromisoformat(values["paid_on"]),
                method=values["method"],
            )
        except (KeyError, TypeError, ValueError) as problem:
            raise Rejected("unreadable", "O lançamento não pôde ser lido.") from problem
        return [receipt]
