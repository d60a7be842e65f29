"""The offset that moves every process's clock at once: in the demo and in tests only."""

from datetime import date, timedelta

from django.conf import settings
from django.db import connection, models


class Clock(models.Model):
    """One row, or none: how far ahead of the machine's clock business is."""

    ahead = models.DurationField()
    until = models.DateField(null=True)  # the day that is being lived towards

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_clock")]

    @classmethod
    def offset(cls) -> timedelta:
        """How far ahead business time is."""
        with connection.cursor() as cursor:  # every request asks: in SQL, which costs a third
            cursor.execute("select ahead from meuplano_clock")
            row = cursor.fetchone()
        return row[0] if row else timedelta()

    @classmethod
    def move(cls, ahead: timedelta) -> None:
        """Set the offset. Raises RuntimeError where time is real."""
        cls._refuse_where_time_is_real()
        cls.objects.update_or_create(pk=1, defaults={"ahead": ahead})

    @classmethod
    def aim(cls, until: date | None) -> None:
        """Say which day is being lived towards. Raises RuntimeError where time is real."""
        cls._refuse_where_time_is_real()
        cls.objects.update_or_create(
            pk=1, defaults={"until": until}, create_defaults={"until": until, "ahead": timedelta()}
        )

    @classmethod
    def target(cls) -> date | None:
        """The day that is being lived towards, if one is."""
        return cls.objects.filter(pk=1).values_list("until", flat=True).first()

    @staticmethod
    def _refuse_where_time_is_real() -> None:
        if not settings.MOVABLE_CLOCK:
            raise RuntimeError("the clock moves only in the demo and in tests")
