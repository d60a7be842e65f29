"""A file that somebody sent, kept as a row and known by its bytes (docs/decisions/0053)."""

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.constraints import BaseConstraint

from meuplano.records.models.base import one_of
from meuplano.rules import attachments

LARGEST_FILE = 10_000_000  # bytes; what a door takes is a setting below it


class KeptFile(models.Model):
    """Its name, kind and bytes. Its constraints are `whole_file` in Meta."""

    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        abstract = True


def whole_file(what: str) -> list[BaseConstraint]:
    """A file is what it says, and none is too large or of an unknown kind; `what` begins the names: "an_attachment"."""
    return [
        models.CheckConstraint(
            condition=Q(size=Func(F("content"), function="octet_length", output_field=models.IntegerField())),
            name=f"{what}_is_as_long_as_it_says",
        ),
        models.CheckConstraint(condition=Q(size__gt=0, size__lte=LARGEST_FILE), name=f"{what}_is_not_huge"),
        models.CheckConstraint(
            condition=~Q(name="") & ~Q(name__contains="/") & ~Q(name__contains="\\"),
            name=f"{what}_has_a_plain_name",
        ),
        one_of(f"{what}_is_of_a_known_kind", "content_type", attachments.TYPES),
    ]
