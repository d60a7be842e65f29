"""The vendor's banking days: the national calendar and the vendor's own holidays."""

from functools import cache

from django.conf import settings

from meuplano.brazil import holidays
from meuplano.rules.calendar import Calendar

YEARS = range(2000, 2100)


@cache
def banking_days() -> Calendar:
    """National bank holidays, those of MEUPLANO_EXTRA_HOLIDAYS and perhaps 24 and 31 December, from 2000 to 2099."""
    figures = settings.BILLING
    return Calendar(holidays.calendar(YEARS, figures["extra_holidays"], year_end=figures["year_end_closed"]))
