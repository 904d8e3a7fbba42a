"""What a new record holds before anything was answered."""

from __future__ import annotations

import pytest

from sync.client import working
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from sync.domain.records import Kind
from tests.support.centres import KASSI


@pytest.mark.parametrize("kind", [Kind.INNOVATION, Kind.ISSUE])
def test_what_a_business_notes_is_at_its_home_until_it_says_otherwise(kind: Kind) -> None:
    business = Person("p", "Contoh", Role.UMKM, AreaCode(f"{KASSI}/RW003/RT002"))

    assert working.begin(business, "r", kind, "Kassi-Kassi").values["place_private"] is True
