"""Dates as people in the city read them, in its own time: on public pages and on paper."""

from __future__ import annotations

from datetime import datetime, tzinfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def day(moment: str | datetime, zone: tzinfo) -> str:
    """`3 Des 2026`."""
    at = _here(moment, zone)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def day_and_time(moment: str | datetime, zone: tzinfo) -> str:
    """`3 Des 2026 pukul 14.05`."""
    return f"{day(moment, zone)} pukul {_here(moment, zone):%H.%M}"


def _here(moment: str | datetime, zone: tzinfo) -> datetime:
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(zone)
