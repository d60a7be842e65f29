"""Finance accepts a difference as tax withheld: the proof is kept with what it proves, or neither is (D44, U28)."""

from meuplano.actions.lock import locked
from meuplano.actions.requests.thread import Upload
from meuplano.actions.second_person import RETENTION, Correction, correct
from meuplano.actions.settle_retention import keep_proof
from meuplano.records.models import Approval
from meuplano.rules.act import Act
from meuplano.rules.money import Money


def accept_retention(
    account_id: int, number: int, *, amount: Money, reason: str, file: Upload, user_id: int, act: Act
) -> Approval | None:
    """Settle it, or have it wait for a second person; None when it is done.

    Raises what `keep_proof`, `settle_retention` and `second_person.correct` refuse.
    """
    with locked(account_id, act):
        proof = keep_proof(account_id, number, file, act)
        wanted = Correction(RETENTION, amount, reason, number, proof_id=proof.pk)
        return correct(account_id, wanted, user_id, act)
