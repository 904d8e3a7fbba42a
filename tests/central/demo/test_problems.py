"""The problems of the demo, and what their people see of them."""

from __future__ import annotations

from sync.client.replica import RecordState
from sync.client.sorting import awaits_sorting
from sync.domain.growing import ADDRESSES
from sync.domain.issues import OUTCOME, degrees_in
from sync.domain.similarity import SimilarTexts
from tests.central.demo.conftest import Loaded

GOT = "Got depan pos ronda meluap kalau hujan deras"


def issues(loaded: Loaded, profile: str = "kecamatan") -> list[RecordState]:
    return [state for state in loaded.states(profile) if state.kind == "issue"]


def test_each_is_marked_as_an_example(loaded: Loaded) -> None:
    texts = [s.values[p] for s in issues(loaded) for p in ("title", "tried", "root_cause") if s.values.get(p)]

    assert texts
    assert all(text.endswith("(contoh)") for text in texts)


def test_they_stand_in_every_state_that_an_office_answers(loaded: Loaded) -> None:
    found = issues(loaded)

    assert {state.status for state in found} == {"submitted", "listed", "joined", "declined"}
    assert any(state.values.get("strategic") for state in found)
    assert any(state.values.get("forwarded") for state in found)


def test_four_wait_for_the_kecamatan(loaded: Loaded) -> None:
    reviewer = loaded.person("kecamatan").person

    assert sum(awaits_sorting(state, reviewer) for state in issues(loaded)) == 4


def test_one_is_joined_to_one_that_its_words_find(loaded: Loaded) -> None:
    first, index = loaded.state("kecamatan", GOT), SimilarTexts()
    for state in issues(loaded):
        if state.status == "listed":
            index.put(state.id, state.values["title"], state.values["area"])
    (joined,) = [state for state in issues(loaded) if state.status == "joined"]

    assert joined.values[OUTCOME]["target"] == first.id
    assert index.find(joined.values["title"], joined.values["area"])[:1] == [first.id]


def test_notes_of_the_demo_address_some(loaded: Loaded) -> None:
    listed = {state.id for state in issues(loaded) if state.status == "listed"}
    linking = [state for state in loaded.states("rt") if any(p.startswith(ADDRESSES) for p in state.values)]

    addressed = {issue for state in linking for issue in degrees_in(state.values)}
    assert {state.values["title"] for state in linking} == {
        "Teba kompos (contoh)",
        "Parit mini depan rumah (contoh)",
    }
    assert addressed < listed
