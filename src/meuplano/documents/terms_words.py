"""An acceptance of the terms in words: version, moment, who and when (D53)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from meuplano.documents import words


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """One acceptance."""

    title: str
    about: str


def accepted_rows(rows: Iterable[Any]) -> tuple[AcceptedRow, ...]:
    """Rows of TermsAcceptance with their version."""
    return tuple(
        AcceptedRow(
            gettext("Versão %(number)s, %(moment)s")
            % {"number": row.version.number, "moment": moment_word(row.moment)},
            gettext("aceita por %(who)s em %(when)s") % {"who": row.by, "when": words.moment(row.at)},
        )
        for row in rows
    )


def moment_word(moment: str) -> str:
    """At what it was accepted."""
    return {
        "contract": gettext("na contratação"),
        "order": gettext("no primeiro pedido"),
        "card": gettext("ao guardar o primeiro cartão"),
    }.get(moment, moment)
