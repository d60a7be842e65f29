"""Proofs that come with an invoice: of a payment (D51), or of tax withheld (D44)."""

from hashlib import sha256

from meuplano.actions.refused import Refused
from meuplano.actions.requests.thread import Checked, Upload, check_file
from meuplano.records.models import Account, Invoice, Proof
from meuplano.rules.act import Act


def read_proof(file: Upload) -> tuple[Checked, str]:
    """The file and its SHA-256. Raises Refused (no_file) and FileRefused: file_too_large, file_unknown."""
    if not file.content:
        raise Refused("no_file")
    checked = check_file(file)
    return checked, sha256(checked.content).hexdigest()


def keep(account: Account, invoice: Invoice, file: Checked, digest: str, act: Act) -> Proof:
    """The row of a file that `read_proof` gave; the account is locked."""
    return Proof.objects.create(
        account=account,
        invoice=invoice,
        sent_by=act.by,
        sent_at=act.at,
        name=file.name,
        content_type=file.kind,
        size=len(file.content),
        sha256=digest,
        content=file.content,
    )
