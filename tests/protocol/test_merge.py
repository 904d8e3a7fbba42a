"""The merge rule, by example and against hostile histories."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.protocol.merge import UNNUMBERED, Entries, Entry, apply, apply_guarded


def entry(value: object, seq: int, device: str = "a", change: str = "") -> Entry:
    return Entry(value, seq, change or f"{seq:04d}-{device}", device)


def values(held: Entries) -> list[object]:
    return [each.value for each in held]


def test_a_first_value_stands_alone() -> None:
    assert values(apply((), entry("x", 1), 0)) == ["x"]


def test_a_value_that_was_seen_is_replaced_in_its_place() -> None:
    held = (entry("one", 1), entry("two", 2, "b"))

    assert values(apply(held, entry("new", 3, "c"), 1)) == ["new", "two"]
    assert values(apply(held, entry("new", 3, "c"), 2)) == ["new"]


def test_a_value_that_was_not_seen_is_kept_beside() -> None:
    assert values(apply((entry("theirs", 5),), entry("mine", 6, "b"), 4)) == ["theirs", "mine"]


def test_a_device_has_seen_what_it_wrote_itself() -> None:
    assert values(apply((entry("mine", 5, "b"),), entry("mine again", 6, "b"), 0)) == ["mine again"]


def test_a_value_equal_to_one_that_stays_adds_nothing() -> None:
    held = (entry("same", 5),)

    assert apply(held, entry("same", 6, "b"), 0) is held


def test_true_is_not_one() -> None:
    assert values(apply((entry(1, 5),), entry(True, 6, "b"), 0)) == [1, True]


def test_a_change_that_comes_after_a_later_one_of_its_device_adds_nothing() -> None:
    held = (entry("later", 6, "b", "0002"),)

    assert apply(held, entry("earlier", 7, "b", "0001"), 0) is held


def test_a_third_value_that_arrives_while_somebody_chooses_stays() -> None:
    held = (entry("one", 1, "a"), entry("two", 2, "b"), entry("three", 3, "c"))

    assert values(apply(held, entry("one", 4, "d"), 2)) == ["one", "three"]


def test_null_is_a_value_like_any_other() -> None:
    assert values(apply((entry("text", 5),), entry(None, 6, "b"), 0)) == ["text", None]


def test_a_guarded_path_never_holds_two() -> None:
    held = (entry("submitted", 5),)

    assert values(apply_guarded(held, entry("approved", 6, "b"))) == ["approved"]
    assert apply_guarded(held, entry("submitted", 6, "b")) is held


@dataclass
class Device:
    """Knows what it pulled and which values it ever saw."""

    name: str
    pulled: int = 0
    seen: set[str] = field(default_factory=set)


@dataclass
class World:
    """One path at the centre, and which of its values somebody knowingly removed."""

    held: Entries = ()
    seq: int = 0
    removed_by_somebody_who_saw: set[str] = field(default_factory=set)
    accepted: dict[str, Entry] = field(default_factory=dict)

    def push(self, device: Device, change: str, value: str, seen: int, knew: frozenset[str]) -> None:
        self.seq += 1
        new = Entry(value, self.seq, change, device.name)
        before = self.held
        self.held = apply(before, new, seen)
        gone = {each.change for each in before} - {each.change for each in self.held}
        assert gone <= knew | {c for c, e in self.accepted.items() if e.device == device.name}, (
            "unseen value removed"
        )
        self.removed_by_somebody_who_saw |= gone
        self.accepted[change] = new


step = st.one_of(
    st.tuples(st.just("pull"), st.integers(0, 3), st.just("")),
    st.tuples(st.just("edit"), st.integers(0, 3), st.sampled_from("pqrst")),
    st.tuples(st.just("late"), st.integers(0, 3), st.sampled_from("pqrst")),
    st.tuples(st.just("repeat"), st.integers(0, 3), st.just("")),
)


@settings(max_examples=3000, deadline=None)
@given(st.lists(step, max_size=25))
def test_no_change_removes_a_value_that_its_author_had_not_seen(steps: list[tuple[str, int, str]]) -> None:
    world = World()
    devices = [Device(name) for name in "abcd"]
    parked: list[tuple[Device, str, str, int, frozenset[str]]] = []
    made = 0
    for action, who, value in steps:
        device = devices[who]
        if action == "pull":
            device.pulled = world.seq
            device.seen |= {each.change for each in world.held}
        elif action == "repeat":
            while parked:
                late = parked.pop()
                world.push(*late)
        else:
            made += 1
            edit = (device, f"{made:04d}", value, device.pulled, frozenset(device.seen))
            device.seen.add(f"{made:04d}")
            # A change may wait on the device while later ones of others, or by another carrier its own, arrive.
            parked.append(edit) if action == "late" else world.push(*edit)
    for late in parked:
        world.push(*late)

    for change, accepted in world.accepted.items():
        in_place = any(each.change == change for each in world.held)
        has_equal = any(each.value == accepted.value for each in world.held)
        superseded = any(
            other.device == accepted.device and other.change > change for other in world.accepted.values()
        )
        removed = change in world.removed_by_somebody_who_saw
        assert in_place or has_equal or superseded or removed or _equal_stood_then(world, accepted)


def _equal_stood_then(world: World, accepted: Entry) -> bool:
    """It joined an equal value that somebody who saw that one replaced later."""
    equals = [e for e in world.accepted.values() if e.value == accepted.value and e.change != accepted.change]
    return any(e.change in world.removed_by_somebody_who_saw for e in equals)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from("pqr"), st.integers(0, 9)), max_size=12))
def test_the_overlay_of_a_pending_change_shows_what_its_arrival_will_make(
    edits: list[tuple[int, str, int]],
) -> None:
    held: Entries = ()
    for place, (device, value, seen) in enumerate(edits, start=1):
        change = f"{place:04d}"
        overlaid = apply(held, Entry(value, UNNUMBERED, change, str(device)), seen)
        held = apply(held, Entry(value, place, change, str(device)), seen)
        assert values(overlaid) == values(held)
