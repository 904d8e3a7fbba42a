"""Partners, needs, offers, the board and the year's catalogue: what the kota of the demo finds to work on."""

from __future__ import annotations

from sync.central import board, city_sheet, preview
from sync.central.catalogues import keeping
from sync.central.dossiers import portfolio
from sync.client.replica import RecordState
from sync.domain.lab import PROOFS, STAGES
from sync.domain.needs import State, needs_of
from sync.domain.records import REPLICATES, WORKS_WITH
from sync.protocol.catalogues import CONFIRM, PROPOSED, WITHDRAW, CatalogueEntry
from tests.central.demo.conftest import Loaded

KARDUS, TAMAN = "Kardus jadi kas lorong", "Taman gizi balai RW"


def of_kind(loaded: Loaded, kind: str) -> list[RecordState]:
    return [state for state in loaded.states("brida") if state.kind == kind]


def test_three_partners_are_listed_and_two_innovations_work_with_them(loaded: Loaded) -> None:
    partners = {state.id for state in of_kind(loaded, "partner")}
    named = {
        path.partition("/")[2]
        for title in (KARDUS, TAMAN)
        for path in loaded.state("kecamatan", title).values
        if path.startswith(WORKS_WITH)
    }

    assert len(partners) == 3
    assert named == partners


def test_needs_stand_in_innovations_and_in_a_problem_open_helped_and_met(loaded: Loaded) -> None:
    needing = [state for state in loaded.states("kecamatan") if needs_of(state.values)]

    assert {state.kind for state in needing} == {"innovation", "issue"}
    assert {need.state for state in needing for need in needs_of(state.values)} == set(State)


def test_one_offer_waits_with_a_note_of_a_partner_one_is_under_way_and_one_came_about(loaded: Loaded) -> None:
    offers = of_kind(loaded, "offer")

    assert sorted(str(state.status) for state in offers) == ["done", "matched", "received", "received"]
    assert sum("partner" in state.values for state in offers) == 1


def test_one_innovation_replicates_another_and_says_what_it_adapted(loaded: Loaded) -> None:
    replica = loaded.state("kecamatan", "Kardus jadi modal posyandu")

    assert replica.values[REPLICATES] == loaded.state("kecamatan", KARDUS).id
    assert replica.values["adapted"].endswith("(contoh)")
    assert replica.status == "published"


def test_the_board_has_cards_in_four_columns_and_each_lacks_something(loaded: Loaded) -> None:
    cards = board.board(loaded.centre, loaded.caller("brida")).cards

    assert [card.stage for card in cards] == list(STAGES[:4])
    assert all(set(PROOFS[card.stage]) - set(card.proofs) for card in cards)


def test_next_years_catalogue_waits_for_the_second_person_alone(loaded: Loaded) -> None:
    may = {profile: _waiting(loaded, profile).may_decide for profile in ("brida", "brida2")}

    assert may["brida"] == [WITHDRAW]
    assert CONFIRM in may["brida2"]


def _waiting(loaded: Loaded, profile: str) -> CatalogueEntry:
    with loaded.centre.database.read() as connection:
        entries = keeping.entries(loaded.centre, loaded.caller(profile), connection)
    (found,) = [each for each in entries if each.state == PROPOSED]
    return found


def test_portfolio_and_city_sheet_show_claims_and_their_evidence(loaded: Loaded) -> None:
    kota = loaded.caller("brida")

    lines = portfolio.page(loaded.centre, kota, "").lines
    sheet = city_sheet.read(loaded.centre, kota)

    assert sorted(line.granted for line in lines if line.claimed)[-1] > 0
    assert sum(line.claimed > 0 for line in lines) == 2
    assert [code for code, proof in sheet.proofs.items() if proof.is_shown] == ["1", "8"]


def test_what_is_needed_stands_on_the_public_page(loaded: Loaded) -> None:
    shown = preview.preview(loaded.centre, loaded.caller("brida"), loaded.state("kecamatan", KARDUS).id)

    assert "Timbangan gantung untuk pos Ahad (contoh)" in str(shown)
