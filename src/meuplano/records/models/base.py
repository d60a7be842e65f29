"""What every row of an account has in common, and the identifiers shown outside."""

import secrets
import time
from typing import Any
from uuid import UUID

from django.db import models


def uuid7() -> UUID:
    """A UUID of version 7 (RFC 9562): ordered by time, for API and webhooks."""
    milliseconds = time.time_ns() // 1_000_000
    return UUID(int=milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62))


class AccountRow(models.Model):
    """A row that belongs to one account; indexes, constraints and queries start with it."""

    account = models.ForeignKey("meuplano.Account", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


def within_account(to: str, *, null: bool = False, **options: Any) -> Any:
    """A relation between two rows of one account; its constraint is `SameAccount` in Meta."""
    options.setdefault("related_name", "+")
    return models.ForeignKey(to, on_delete=models.PROTECT, db_constraint=False, null=null, db_index=False, **options)


def centavos(**options: Any) -> Any:
    """An amount of money in centavos."""
    return models.BigIntegerField(**options)


def one_of(name: str, field: str, values: Any) -> models.CheckConstraint:
    """`field` holds one of these words."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": sorted(values)}), name=name)


class Moves(models.Model):
    """A row whose state moves by a table of rules.lifecycle, each move by compare-and-set."""

    class Meta:
        abstract = True

    def _compare_and_set(self, field: str, target: str, changes: dict[str, object]) -> bool:
        now = {field: getattr(self, field)}
        changes = {field: target} | changes
        won = bool(type(self)._default_manager.filter(pk=self.pk, **now).update(**changes))
        if won:
            for name, value in changes.items():
                setattr(self, name, value)
        return won
