from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.inclusion import BadProof, check_consistency, check_inclusion, leaf_hash
from tests.support import rfc6962

ENTRIES = [bytes([n]) * 32 for n in range(80)]

# The entries and roots that Certificate Transparency's own implementations test with.
CT_ENTRIES = [bytes.fromhex(t) for t in ("", "00", "10", "2021", "3031", "40414243")]
CT_ENTRIES += [bytes.fromhex(t) for t in ("5051525354555657", "606162636465666768696a6b6c6d6e6f")]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_every_entry_is_found_under_the_roots_that_certificate_transparency_publishes(size: int) -> None:
    entries, root = CT_ENTRIES[:size], bytes.fromhex(CT_ROOTS[size - 1])

    for index, entry in enumerate(entries):
        check_inclusion(index, size, leaf_hash(entry), rfc6962.path(index, entries), root)


@given(st.integers(1, len(ENTRIES)), st.data())
def test_a_proof_by_the_definition_holds(size: int, data: st.DataObject) -> None:
    index, entries = data.draw(st.integers(0, size - 1)), ENTRIES[:size]

    check_inclusion(index, size, leaf_hash(entries[index]), rfc6962.path(index, entries), rfc6962.mth(entries))


@given(st.integers(1, len(ENTRIES)), st.data())
def test_a_proof_does_not_hold_when_anything_in_it_is_changed(size: int, data: st.DataObject) -> None:
    index, entries = data.draw(st.integers(0, size - 1)), ENTRIES[:size]
    path, root = rfc6962.path(index, entries), rfc6962.mth(entries)
    other = data.draw(st.integers(0, size + 2).filter(lambda n: n != index))
    leaf = leaf_hash(entries[index])

    attempts = [(other, leaf, path), (index, leaf_hash(b"x"), path), (index, leaf, [*path, root])]
    if path:
        attempts += [(index, leaf, path[:-1]), (index, leaf, path[1:]), (index, leaf, [*path[:-1], root])]
    for position, claimed, siblings in attempts:
        with pytest.raises(BadProof):
            check_inclusion(position, size, claimed, siblings, root)


@given(st.integers(0, len(ENTRIES)), st.data())
def test_a_longer_log_begins_with_the_shorter_one(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, new))
    path = rfc6962.proof(old, ENTRIES[:new]) if 0 < old < new else []

    check_consistency(old, new, rfc6962.mth(ENTRIES[:old]), rfc6962.mth(ENTRIES[:new]), path)


@given(st.integers(1, len(ENTRIES) - 1), st.data())
def test_a_log_in_which_an_early_entry_was_exchanged_is_not_a_later_one(old: int, data: st.DataObject) -> None:
    new = data.draw(st.integers(old, len(ENTRIES)))
    at = data.draw(st.integers(0, old - 1))
    forged = [*ENTRIES[:at], b"forged" * 5, *ENTRIES[at + 1 : new]]
    path = rfc6962.proof(old, forged) if old < new else []

    with pytest.raises(BadProof):
        check_consistency(old, new, rfc6962.mth(ENTRIES[:old]), rfc6962.mth(forged), path)


@pytest.mark.parametrize(("old", "new"), [(5, 4), (-1, 4), (3, 7), (4, 7)])
def test_a_consistency_proof_without_its_path_does_not_hold(old: int, new: int) -> None:
    with pytest.raises(BadProof):
        check_consistency(old, new, rfc6962.mth(ENTRIES[: max(old, 0)]), rfc6962.mth(ENTRIES[:new]), [])
