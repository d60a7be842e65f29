"""The vendor's banking days: the national calendar and the vendor's own holidays."""

from functools import cache

from django.conf import settings

from meuplano.brazil import holidays
from meuplano.rules.calendar import Calendar

YEARS = range(2000, 2100)


@cache
def banking_days() -> Calendar:
    """National bank holidays and those of MEUPLANO_EXTRA_HOLIDAYS, from 2000 to 2099."""
    national = {day for year in YEARS for day in holidays.national(year)}
    return Calendar(frozenset(national | set(settings.BILLING["extra_holidays"])))
