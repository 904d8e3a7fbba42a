from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from sync.central.demo.canvas import MAX_BYTES
from sync.central.demo.scenes import SCENES, draw


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_a_small_jpeg_with_a_preview(scene: str) -> None:
    photo, preview = draw(scene, "contoh")

    assert len(photo) <= MAX_BYTES
    assert _opened(photo) == ("JPEG", (1200, 900))
    assert _opened(preview) == ("JPEG", (320, 240))


def _opened(content: bytes) -> tuple[str | None, tuple[int, int]]:
    with Image.open(BytesIO(content)) as picture:
        return picture.format, picture.size


def test_the_same_seed_draws_the_same_picture_and_another_seed_another() -> None:
    assert draw("pots", "satu") == draw("pots", "satu")
    assert draw("pots", "satu") != draw("pots", "dua")
