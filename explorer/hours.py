"""Pay in hours: what an hourly wage is per month for the hours that someone wants to work."""

from __future__ import annotations

from explorer.formats import times

# Hours a week that collective agreements in the Netherlands often have: from a small part-time
# job to a full-time one.
HOURS = (24, 32, 36, 40)
USUAL = 36
_WEEKS, _MONTHS = 52, 12


def per_month(hourly_wage: float, hours: int) -> float:
    """Gross euros a month: hourly wage x hours a week x 52 weeks / 12 months.

    Without holiday pay, overtime or supplements for evenings and weekends.
    """
    return float(times(hours * _WEEKS, hourly_wage) / _MONTHS)
