"""Files an idea from a GeoReport form: by the same way, checks and limits as the page `/usul`.

GeoReport has names and phones but no consent, so they are dropped, and the answer says so. A photo's address is
not fetched: the centre opens no address that a stranger names.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from sync.central import ideas
from sync.central.answer import Centre
from sync.central.open311.refused import Refused
from sync.central.open311.services import ABOUT_OFFICE, KELURAHAN, NO_COMPLAINTS, TITLE, services
from sync.central.open311.shapes import Filed
from sync.central.public import ideas_forms
from sync.central.public.ideas_words import place
from sync.domain.areas import gazetteer
from sync.domain.geo import kelurahan_at, to_e7
from sync.domain.likeness import looks_like_complaint

TITLE_MAX = 100
_OF_A_PERSON = ("email", "phone", "first_name", "last_name", "device_id", "account_id")
_NAMES = {"text": "description", "title": f"attribute[{TITLE}]", "area": f"attribute[{KELURAHAN}]"}

Form = Mapping[str, str]


def file(centre: Centre, sent: Form, address: str) -> Filed:
    """Take a request in; its id is the tracking number, by which its sender alone can follow it.

    Raises Refused and Problem. There is nothing in GeoReport by which a repeat could be known.
    """
    code = sent.get("service_code", "")
    if not code:
        raise Refused(400, ["service_code: pilih satu dari /services."])
    if code not in services():
        raise Refused(404, ["service_code: layanan ini tidak ada. Lihat /services."])
    area = _area(centre.city, sent)
    typed = ideas_forms.checked(_fields(sent, code, area))
    if typed.errors:
        raise Refused(400, list(_sentences(sent, typed.errors)))
    reply = ideas.file_idea(centre, ideas_forms.request_of(typed.fields), address)
    return Filed(reply.tracking, _notice(centre, sent, area, reply.tracking))


def _fields(sent: Form, code: str, area: str) -> Form:
    text, where = sent.get("description", ""), sent.get("address_string", "")
    title = _attribute(sent, TITLE) or title_of(text)
    told = f"{text}\n\nLokasi: {where}" if text and where else text
    fields = {"area": area, "title": title, "text": told, "theme": code}
    return fields | ({"about_office": "1"} if _attribute(sent, ABOUT_OFFICE) == "1" else {})


def _sentences(sent: Form, errors: Form) -> Iterator[str]:
    for name, fault in errors.items():
        # What is wrong with a title that was made of the description is wrong with the description.
        if name != "title" or _attribute(sent, TITLE) or "text" not in errors:
            yield f"{_NAMES.get(name, name)}: {fault}"


def _attribute(sent: Form, code: str) -> str:
    return sent.get(f"attribute[{code}]") or sent.get(f"attribute[{code}][]", "")


def title_of(text: str) -> str:
    """The first line, or as many of its words as a title holds."""
    line = text.strip().split("\n", 1)[0].strip()
    if len(line) <= TITLE_MAX:
        return line
    cut = line[: TITLE_MAX - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _area(city: str, sent: Form) -> str:
    """The kelurahan that is named, else that in which the point lies: boundaries are only indicative."""
    named = _attribute(sent, KELURAHAN) or sent.get("address_id", "")
    if named:
        known = {found.code for found in gazetteer().kelurahan(city)}
        if named not in known:
            raise Refused(400, [f"attribute[{KELURAHAN}]: kelurahan ini tidak ada di kota ini."])
        return named
    if not (sent.get("lat") and sent.get("long")):
        raise Refused(400, [f"Kirim lat dan long, atau kode kelurahan di attribute[{KELURAHAN}]."])
    found = kelurahan_at(_degrees(sent, "lat", 90), _degrees(sent, "long", 180))
    if found is None or not found.startswith(city):
        raise Refused(
            400, [f"lat, long: titik ini di luar batas kelurahan yang kami kenal. Kirim attribute[{KELURAHAN}]."]
        )
    return found


def _degrees(sent: Form, name: str, most: int) -> int:
    """In 1e-7 degrees."""
    try:
        value = float(sent[name])
    except ValueError:
        value = math.nan
    if not abs(value) <= most:
        raise Refused(400, [f"{name}: tulis derajat dengan titik, misalnya -5.1477."])
    return to_e7(value)


def _notice(centre: Centre, sent: Form, area: str, tracking: str) -> str:
    """What happens now, and what of the request was not kept."""
    told = [
        f"{place(area)} akan membaca usulan ini. Jawabannya di {centre.base_url}/lacak/{tracking}; nomor ini "
        "jangan dibagikan."
    ]
    if looks_like_complaint({"title": _attribute(sent, TITLE), "problem": sent.get("description", "")}):
        told.append(NO_COMPLAINTS)
    if any(map(sent.get, _OF_A_PERSON)):
        told.append("Nama, nomor HP, surel, dan tanda pengenal yang ikut terkirim tidak kami simpan.")
    if sent.get("media_url"):
        told.append("Foto dari media_url tidak kami ambil; tambahkan foto di alamat tadi.")
    if sent.get("lat"):
        told.append("Titik lokasi hanya dipakai untuk mencari kelurahannya dan tidak kami simpan.")
    return " ".join(told)
