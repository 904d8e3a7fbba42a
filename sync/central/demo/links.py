"""The links of the demo, and what is printed beside them: who it is, and what to try."""

from __future__ import annotations

from collections.abc import Iterator

from sync.central.demo.sample import Demo, DemoPerson

_LANGUAGES = ("id", "en")


def link(base_url: str, person: DemoPerson) -> str:
    """Opens the app in a profile of its own, enrolled. The code travels in the fragment only."""
    return f"{base_url}/app/?p={person.profile.profile}#{person.code}"


def welcome(base_url: str, demo: Demo) -> Iterator[str]:
    """The lines to print once the links work, in Indonesian and English."""
    yield ""
    yield f"Lorong siap di {base_url}. Tiap tautan membuka aplikasi sebagai orang lain; buka berdampingan."
    yield "Lorong is ready. Each link opens the app as somebody else; open them side by side."
    for person in demo.people:
        yield from _about(base_url, person)
    yield ""
    if not _keeps_data(base_url):
        yield "Peramban hanya menyimpan catatan tanpa jaringan di localhost atau https."
        yield "Browsers keep notes without a network only on localhost or https."
    yield "Semua data di sini contoh dan dihapus saat berhenti. Ctrl+C untuk berhenti."
    yield "All data here is made up and removed at the end. Ctrl+C stops."


def _about(base_url: str, person: DemoPerson) -> Iterator[str]:
    profile = person.profile
    yield ""
    yield f"{profile.office['id']}, {profile.name}  ({profile.office['en']})"
    yield f"  {link(base_url, person)}"
    for tip in profile.tries:
        for language in _LANGUAGES:
            yield f"  {'-' if language == 'id' else ' '} {tip[language]}"


def _keeps_data(base_url: str) -> bool:
    return base_url.startswith(("https://", "http://127.", "http://localhost", "http://[::1]"))
