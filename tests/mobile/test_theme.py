import flet as ft
import pytest

from mobile.theme import DARK, LIGHT, chip_colors, dark, light
from sync.domain.lifecycle import Status

PAIRS = [
    ("primary", "on_primary"),
    ("primary_container", "on_primary_container"),
    ("secondary_container", "on_secondary_container"),
    ("tertiary", "on_tertiary"),
    ("tertiary_container", "on_tertiary_container"),
    ("error", "on_error"),
    ("error_container", "on_error_container"),
    ("inverse_surface", "on_inverse_surface"),
    *[
        (surface, text)
        for surface in (
            "surface",
            "surface_container_lowest",
            "surface_container_low",
            "surface_container",
            "surface_container_high",
            "surface_container_highest",
        )
        for text in ("on_surface", "on_surface_variant", "primary", "error", "tertiary")
    ],
]
CHIPS = ["draft", "not_accepted", "two_values", "resting", "sending", "waiting", "sent", *Status]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("background", "text"), PAIRS)
def test_text_stands_out_at_least_4_5_to_1(scheme: ft.ColorScheme, background: str, text: str) -> None:
    assert contrast(getattr(scheme, background), getattr(scheme, text)) >= 4.5


@pytest.mark.parametrize("code", CHIPS)
def test_a_chip_takes_its_two_colours_from_one_pair_of_the_scheme(code: str) -> None:
    background, text = (role.value for role in chip_colors(code))

    assert (background, text) in [*PAIRS_OF_ROLES, ("surfacecontainerhighest", "onsurface")]


PAIRS_OF_ROLES = [(a.replace("_", ""), b.replace("_", "")) for a, b in PAIRS]


def test_every_text_grows_with_the_chosen_size() -> None:
    for normal, large in ((light(1.0), light(1.6)), (dark(1.0), dark(1.6))):
        assert normal.text_theme
        assert large.text_theme
        sizes = [(getattr(normal.text_theme, s).size, getattr(large.text_theme, s).size) for s in STYLES]
        assert all(after == before * 1.6 for before, after in sizes)


STYLES = [f"{kind}_{size}" for kind in ("body", "label", "title") for size in ("small", "medium", "large")]
