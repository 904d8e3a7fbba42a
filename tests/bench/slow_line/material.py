"""A month without a signal: notes of one RT, all different, and photos as the app keeps them."""

from __future__ import annotations

import asyncio
import base64
import csv
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from mobile.device.photos_pillow import PillowPhotos
from mobile.device.ports import ShrunkPhoto
from sync.central.demo.material import stories, waiting_notes
from sync.central.demo.notes import a_point, note_values
from sync.central.demo.scenes import SCENES, draw
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from sync.domain.records import Values

AREA = "73.71.13.1002/RW003/RT002"
KELURAHAN = "73.71.13.1002"
NOTES, PHOTOS = 100, 20
SMALLEST, LARGEST = 80_000, 120_000
_TEXTS = ("title", "problem", "action", "lorong", "before", "after")
_MORE = Path(__file__).parent / "more_notes.csv"
_BEGAN = datetime(2026, 11, 2, 8, tzinfo=UTC)


def notes(seed: int) -> list[Values]:
    """The values that the quick form would hold, without photos."""
    random, person = Random(seed), Person("", "", Role.RT, AreaCode(AREA))
    texts = [story.note for story in (*waiting_notes(), *stories())]
    rest = {"stage": "running", "months": "7", "groups": "everyone", "unit": "family", "needs": "tools"}
    # The sample has 91 of its own.
    with _MORE.open(encoding="utf-8", newline="") as file:
        texts += [rest | row for row in csv.DictReader(file)]
    return [_note(random, person, number, text) for number, text in enumerate(texts[:NOTES])]


def _note(random: Random, person: Person, number: int, text: dict[str, str]) -> Values:
    at = _BEGAN + timedelta(hours=5 * number, minutes=random.randrange(60))
    point = a_point(random, KELURAHAN) | {"accuracy_m": random.randint(4, 28)}
    # The sample marks its texts as such; a real backlog has no words that all of them share.
    return note_values(text, person, at, point) | {path: text[path] for path in _TEXTS if text[path]}


def photos(seed: int) -> list[ShrunkPhoto]:
    """Photo and preview, as the app makes them of what a camera gives: 80 to 120 KB each."""
    return asyncio.run(_photos(Random(seed)))


async def _photos(random: Random) -> list[ShrunkPhoto]:
    app, scenes = PillowPhotos(), sorted(SCENES)
    return [await _photo(app, random, scenes[number % len(scenes)], number) for number in range(PHOTOS)]


async def _photo(app: PillowPhotos, random: Random, scene: str, number: int) -> ShrunkPhoto:
    """Grain as of a small sensor, more of it until the photo is as large as one of a cheap phone."""
    drawn = Image.open(BytesIO(draw(scene, str(number))[0])).convert("RGB")
    least = random.randint(SMALLEST, LARGEST - 20_000)
    for grain in range(1, 60):
        kept = await app.shrink(_with_grain(drawn, random, grain))
        if len(kept.content) >= least:
            return kept
    raise AssertionError(scene)


def _with_grain(picture: Image.Image, random: Random, grain: int) -> bytes:
    noise = Image.frombytes("L", picture.size, random.randbytes(picture.width * picture.height))
    grey = Image.merge("RGB", (noise, noise, noise))
    out = BytesIO()
    Image.blend(picture, grey, grain / 200).save(out, "JPEG", quality=95)
    return out.getvalue()


def photo_value(full: str, preview: str, number: int) -> dict[str, Any]:
    taken = (_BEGAN + timedelta(hours=5 * number, minutes=-35)).replace(tzinfo=None).isoformat()
    value = {"sha256": full, "preview": preview, "taken_at": taken, "source": "camera", "people": "none"}
    return value | {"caption": f"Sudut lorong, foto {number + 1}"}


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits on the phone. The first notes have one photo each."""

    notes: list[Values]
    photos: list[ShrunkPhoto]

    @property
    def file_bytes(self) -> int:
        return sum(len(photo.content) + len(photo.preview) for photo in self.photos)

    def write(self, path: Path) -> None:
        photos = [[base64.b64encode(each).decode() for each in (p.content, p.preview)] for p in self.photos]
        path.write_text(json.dumps({"notes": self.notes, "photos": photos}))

    @classmethod
    def read(cls, path: Path) -> Backlog:
        kept = json.loads(path.read_text())
        photos = [[base64.b64decode(each) for each in pair] for pair in kept["photos"]]
        return cls(kept["notes"], [ShrunkPhoto(content, preview, None, None) for content, preview in photos])

    def documents(self) -> list[dict[str, Any]]:
        """For PouchDB: the same values, and the photos, without previews, as attachments."""
        return [self._document(number, values) for number, values in enumerate(self.notes)]

    def _document(self, number: int, values: Values) -> dict[str, Any]:
        document: dict[str, Any] = {"_id": f"0193a0b0-0000-7000-8000-{number:012d}", "kind": "innovation"}
        document |= {"area": KELURAHAN, "at": _BEGAN.isoformat(), "values": values}
        if number < len(self.photos):
            data = base64.b64encode(self.photos[number].content).decode()
            document["values"] = values | {"photos/1": photo_value("", "", number)}
            document["_attachments"] = {"photo.jpg": {"content_type": "image/jpeg", "data": data}}
        return document
