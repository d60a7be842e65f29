"""The offset that moves every process's clock at once: in the demo and in tests only."""

from datetime import date, timedelta

from django.conf import settings
from django.db import connection, models


class Clock(models.Model):
    """One row, or none: how far ahead of the machine's clock business is."""

    ahead = models.DurationField()
    since = models.DateField(null=True)  # the day from which, and the one up to which, time is being lived
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_clock"),
            models.CheckConstraint(
                condition=models.Q(since__isnull=True, until__isnull=True)
                | models.Q(since__isnull=False, until__isnull=False),
                name="days_are_lived_from_one_to_another",
            ),
        ]

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
    def aim(cls, since: date | None, until: date | None) -> None:
        """Say from which day up to which one time is being lived. Raises RuntimeError where time is real."""
        cls._refuse_where_time_is_real()
        aim = {"since": since, "until": until}
        cls.objects.update_or_create(pk=1, defaults=aim, create_defaults=aim | {"ahead": timedelta()})

    @classmethod
    def target(cls) -> tuple[date, date] | None:
        """The day from which and the one up to which time is being lived, if it is."""
        return cls.objects.filter(pk=1, until__isnull=False).values_list("since", "until").first()

    @staticmethod
    def _refuse_where_time_is_real() -> None:
        if not settings.MOVABLE_CLOCK:
            raise RuntimeError("the clock moves only in the demo and in tests")
