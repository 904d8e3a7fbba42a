"""The services: one for each theme of the form for ideas. None takes complaints; each says where they go."""

from __future__ import annotations

import functools

from sync.central.open311.shapes import Attribute, Definition, Service, Value
from sync.domain.areas import gazetteer
from sync.domain.forms import form

OTHER = "other"
"""Of an idea that came without a theme."""
TITLE, KELURAHAN, ABOUT_OFFICE = "title", "kelurahan", "about_office"
NO_COMPLAINTS = (
    "Ini untuk gagasan, bukan aduan: yang rusak, tersumbat, atau belum diangkut sampaikan lewat Lontara+ atau "
    "SP4N-LAPOR! (https://www.lapor.go.id/)."
)


@functools.cache
def services() -> dict[str, Service]:
    """By code, in the order of the form."""
    return {choice.code: _service(choice.code, choice.label.id) for choice in form("idea").field("theme").choices}


def _service(code: str, label: str) -> Service:
    described = f"Gagasan warga tentang {label[0].lower()}{label[1:]}. {NO_COMPLAINTS}"
    keywords = ", ".join(["usulan", "gagasan", *label.lower().replace(":", ",").split(", ")])
    return Service(code, f"Usulan: {label}", described, True, "realtime", keywords, "Usulan warga")


@functools.cache
def definition(code: str, city: str) -> Definition:
    """What a request of this service may say beside its description."""
    places = gazetteer().kelurahan(city)
    named = [Value(place.code, f"{place.name}, {gazetteer().name(place.parent)}") for place in places]
    asked = (
        Attribute(False, "complaints", "string", False, "", 1, NO_COMPLAINTS),
        Attribute(
            True,
            TITLE,
            "string",
            False,
            "Paling banyak 100 huruf.",
            2,
            "Usulan dalam satu kalimat. Bila kosong, kalimat pertama dari description dipakai.",
        ),
        Attribute(
            True,
            KELURAHAN,
            "singlevaluelist",
            False,
            "Kode wilayah Kemendagri.",
            3,
            "Kelurahan yang dituju. Perlu bila lat dan long tidak ada; bila keduanya ada, ini yang dipakai.",
            named,
        ),
        Attribute(
            True,
            ABOUT_OFFICE,
            "singlevaluelist",
            False,
            "",
            4,
            "Tentang kantor kelurahan sendiri? Kecamatan yang akan menjawabnya.",
            (Value("0", "Tidak"), Value("1", "Ya")),
        ),
    )
    return Definition(code, asked)
