"""Every page that the public may meet, in every state that shows other parts of it, as a browser gets them.

`collect` walks them in an order in which each becomes what it is. A test compares the routes with those of the
application, so a new page has to be entered here before the suite passes, and is then looked at by all of them:
valid, small, without a script, readable by a screen reader, and silent about what is not public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from fastapi.routing import APIRoute
from starlette.routing import Match

from sync.central.answer import Centre
from sync.central.app import make_app
from sync.central.log import log_job
from sync.central.page_reports import AN_HOUR
from sync.domain.areas import gazetteer
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI, RAPPOCINI, http_to
from tests.support.full_city import HIDDEN, PHOTO, fill
from tests.support.officers import ask
from tests.support.pages import forms, submit
from tests.support.partnering import CITY
from tests.support.residents import filed, pulled, step

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ELSEWHERE = [place.code for place in gazetteer().kelurahan("73.71.01")]
"""A kelurahan for each idea, so that its lurah holds that one alone."""
CONTACT = {"name": "Warga Tak Disebut", "phone": "0813 5550 1299", "consent": "1"}
"""Of the resident whose idea is followed."""
_TAG = re.compile(r'<(/?\w+)(?:[^>]*? class="([^"]*)")?')
_ALIKE = {"area": KASSI, "title": f"Teba kompos dan {HIDDEN}", "text": "Sampah menumpuk, mohon diangkut. Teba."}


@dataclass
class Walked:
    """What a browser was answered, by a name for people."""

    http: httpx.AsyncClient
    answers: dict[str, httpx.Response] = field(default_factory=dict)

    def keep(self, name: str, response: httpx.Response) -> httpx.Response:
        assert name not in self.answers, name
        self.answers[name] = response
        return response

    async def get(self, name: str, path: str) -> httpx.Response:
        return self.keep(name, await self.http.get(path, follow_redirects=True))

    @property
    def pages(self) -> dict[str, httpx.Response]:
        """Those that are HTML; a form that was taken leads to one of them."""
        kinds = {name: response.headers.get("content-type", "") for name, response in self.answers.items()}
        return {name: self.answers[name] for name, kind in kinds.items() if kind.startswith("text/html")}

    @property
    def shapes(self) -> dict[str, httpx.Response]:
        """One page of each build: twelve of them are a heading and a sentence."""
        built = {tuple(_TAG.findall(page.text)): name for name, page in reversed(self.pages.items())}
        return {name: self.answers[name] for name in built.values()}


async def collect(city: Offices, enrol: Enrol, photo: bytes) -> Walked:
    async with http_to(city.centre) as http:
        http.headers.update(BROWSER)
        walked = Walked(http)
        first = await fill(city, enrol, http, photo)
        await _bank(walked, first)
        await _preview(walked, city, first)
        await _before_filing(walked)
        await _one_idea(walked, enrol, photo)
        await _answers(walked, city, enrol)
        await _signed(walked, city)
        await _help(walked, city, first)
        await _reports(walked)
        await _faults(walked, city.centre)
    return walked


async def _bank(walked: Walked, first: str) -> None:
    front = await walked.get("the bank", "/")
    await walked.get("a search with hits", "/?q=teba&kecamatan=73.71.13&tahap=running")
    await walked.get("a search without", "/?q=tidakada")
    await walked.get("problems alone", "/?jenis=strategic")
    await walked.get(
        "the next page", front.text.split('button second" href="')[1].split('"')[0].replace("&amp;", "&")
    )
    await walked.get("an innovation with a family", f"/inovasi/{first}")
    await walked.get("its long texts", f"/inovasi/{first}/lengkap")
    await walked.get("long texts of nothing", "/inovasi/7K4Q-2MXD-x/lengkap")
    await walked.get("an innovation of a business", _link(await walked.http.get("/?q=kripik"), "/inovasi/"))
    await walked.get("a problem", _link(await walked.http.get("/?jenis=issue"), "/isu/"))
    await walked.get("the city", "/wilayah")
    await walked.get("a kecamatan", f"/wilayah/{RAPPOCINI}")
    await walked.get("a kelurahan", f"/wilayah/{KASSI}")
    await walked.get("a kelurahan of which nothing is published", f"/wilayah/{ELSEWHERE[0]}")
    await walked.get("no innovation", "/inovasi/x")
    await walked.get("no problem", "/isu/7K4Q-2MXD-x")
    await walked.get("no place", "/wilayah/99.99")
    await walked.get("no photo", f"/foto/{'f' * 64}")
    await walked.get("a photo", f"/foto/{PHOTO['sha256']}")
    await walked.get("the map", "/peta.svg")


async def _preview(walked: Walked, city: Offices, record: str) -> None:
    address = (await ask(city.kota, "GET", f"/v1/records/{record}/preview")).json()["page"]
    await walked.get("a preview", address)
    await walked.get("a photo of a preview", f"{address}/foto/{PHOTO['preview']}")
    await walked.get("a preview that is over", f"{address}x")


def _link(page: httpx.Response, start: str) -> str:
    return start + page.text.split(f'href="{start}', 1)[1].split('"', 1)[0]


async def _before_filing(walked: Walked) -> None:
    form = forms((await walked.get("the form", f"/usul?wilayah={KASSI}")).text)[0]
    walked.keep("the form, refused", await submit(walked.http, form, phone="x", name="y", website="z"))
    alike = walked.keep("what is alike", await submit(walked.http, form, **_ALIKE))
    taken = walked.keep("one's own all the same", await submit(walked.http, forms(alike.text)[0]))
    again = {"id": form.fields["id"], "area": ELSEWHERE[0], "title": "Yang lain", "text": "Yang lain."}
    refused = await submit(walked.http, form, **again)
    walked.keep("the form, refused by the centre", refused)
    await walked.get("sent to be alike", taken.headers["Location"])


async def _one_idea(walked: Walked, enrol: Enrol, photo: bytes) -> None:
    """From its number to the kecamatan that looks at it again."""
    where, lurah = ELSEWHERE[0], enrol(Role.KELURAHAN, ELSEWHERE[0])
    form = forms((await walked.get("the form, chosen by a poster", f"/usul?wilayah={where}")).text)[0]
    typed = {"title": "Kebun sayur", "text": "Tanah kosong.", **CONTACT}
    filed_one = walked.keep("the form, taken", await submit(walked.http, form, **typed))
    at = filed_one.headers["Location"].removesuffix("?baru=1")
    await walked.get("its number", f"{at}?baru=1")
    picture = {"foto": ("foto.jpg", photo, "image/jpeg")}
    walked.keep("a photo, taken", await walked.http.post(f"{at}/foto", files=picture))
    walked.keep("a photo, refused", await walked.http.post(f"{at}/foto", files={"foto": ("x.jpg", b"x")}))
    await walked.get("followed, with a photo", at)
    await walked.get("no proof yet", f"{at}/bukti.json")

    await step(lurah, "asked", reason="Tanah siapa?")
    asked = forms((await walked.get("asked", at)).text)[0]
    walked.keep("an answer, refused", await submit(walked.http, asked, jawaban=""))
    walked.keep("an answer, taken", await submit(walked.http, asked, jawaban="Tanah wakaf"))
    await walked.get("answered", at)
    await step(lurah, "declined", reason="Belum ada <tempat>.")
    (appeal,) = [one for one in forms((await walked.get("declined", at)).text) if one.action.endswith("/tinjau")]
    walked.keep("an appeal, refused", await submit(walked.http, appeal, alasan=""))
    walked.keep("an appeal, taken", await submit(walked.http, appeal, alasan="Tempatnya sudah ada."))
    await walked.get("at the kecamatan", at)
    walked.keep("the contact, withdrawn", await walked.http.post(f"{at}/kontak"))

    await walked.get("asked for a number", "/lacak")
    walked.keep("no number", await walked.http.post("/lacak", data={"nomor": "7K4Q"}))
    walked.keep("a number", await walked.http.post("/lacak", data={"nomor": at.removeprefix("/lacak/")}))
    await walked.get("a number of nothing", "/lacak/7K4Q-2MXD-R8T3VW")


async def _answers(walked: Walked, city: Offices, enrol: Enrol) -> None:
    """An idea for each other answer that there is."""
    given: dict[str, dict[str, str]] = {
        "read": {},
        "taken_up": {},
        "joined": {},
        "forwarded": {"reason": "Bukan wewenang kami.", "office": "Dinas Pertanahan"},
        "complaint": {"reason": "Lewat Lontara+."},
    }
    target = await city.published(title="Teba yang diikuti")
    city.index()
    for where, (status, more) in zip(ELSEWHERE[1:], given.items(), strict=False):
        lurah = enrol(Role.KELURAHAN, where)
        tracking = await filed(walked.http, area=where, about_office=False)
        more |= {"owner": lurah.person.id} if status == "taken_up" else {}
        more |= {"target": target, "reason": "Sama."} if status == "joined" else {}
        receipt = await step(lurah, status, **more)
        assert receipt.status == "accepted", (status, receipt)
        await walked.get(f"answered with {status}", f"/lacak/{tracking}")
    await _gone(walked, city, enrol)


async def _gone(walked: Walked, city: Offices, enrol: Enrol) -> None:
    where, lurah = ELSEWHERE[7], enrol(Role.KELURAHAN, ELSEWHERE[7])
    tracking = await filed(walked.http, area=where)
    record = (await pulled(lurah)).id
    response = await ask(city.kota, "POST", f"/v1/records/{record}/erase", {"reason": "asked"})
    assert response.status_code < 300, response.text
    await walked.get("erased", f"/lacak/{tracking}")


async def _signed(walked: Walked, city: Offices) -> None:
    tracking = await filed(walked.http, area=ELSEWHERE[8])
    log_job().run(city.centre)
    await walked.get("in the signed log", f"/lacak/{tracking}")
    await walked.get("its proof", f"/lacak/{tracking}/bukti.json")


async def _help(walked: Walked, city: Offices, first: str) -> None:
    """An offer until it came about, and a partner by its link."""
    path = _link(await walked.http.get(f"/inovasi/{first}", follow_redirects=True), "/bantu/")
    form = forms((await walked.get("the form of an offer", path)).text)[0]
    walked.keep("an offer, refused", await submit(walked.http, form, text="", phone="x"))
    taken = walked.keep("an offer, taken", await submit(walked.http, form, text="Dua <ember>.", **CONTACT))
    at = taken.headers["Location"].removesuffix("?baru=1")
    await walked.get("an offer's number", f"{at}?baru=1")
    need, step = path.rpartition("/")[2], {"on": "2026-12-03", "target": first, "need": path.rpartition("/")[2]}
    offer = form.fields["id"]
    for status, reason in {"matched": "", "failed": "Embernya <pecah>."}.items():
        said = {"status": status, "reason": reason} | step
        values = {"status": status, f"steps/{city.kota.make_id()}": said}
        await city.accepted(city.kota, offer, values, kind="offer", area=CITY)
        met = {"state": status, "on": "2026-12-03", "helper": "Seorang warga", "offer": offer}
        met |= {"reason": reason} if reason else {}
        await city.accepted(city.kota, first, {f"met/{need}": met})
        await walked.get(f"an offer that {status}", at)
        await walked.get(f"its need while {status}", f"/inovasi/{first}")
    await walked.get("what is not needed", f"/bantu/{first}/{offer}")
    (partner, *_) = (await ask(city.kota, "GET", "/v1/partners")).json()["partners"]
    link = await ask(city.kota, "POST", f"/v1/partners/{partner['id']}/links", {"days": 30})
    note = forms((await walked.get("a partner's page", link.json()["path"])).text)[0]
    walked.keep("a partner's note, refused", await submit(walked.http, note, isi=""))
    walked.keep("a partner's note, taken", await submit(walked.http, note, isi="Kami bisa <melatih>."))
    await walked.get("a link that opens nothing", "/mitra/x")


async def _reports(walked: Walked) -> None:
    form = forms((await walked.http.get(f"/wilayah/{KASSI}")).text)[0]
    walked.keep("a report, taken", await submit(walked.http, form, alasan="wrong", isi="Angkanya keliru."))
    walked.keep("a report, refused", await submit(walked.http, form, alasan="none"))
    for _ in range(AN_HOUR - 1):
        await submit(walked.http, form, alasan="wrong")
    walked.keep("a report, one too many", await submit(walked.http, form, alasan="wrong"))


async def _faults(walked: Walked, centre: Centre) -> None:
    await walked.get("an address of nothing", "/tidak-ada")
    walked.keep("not by this method", await walked.http.put("/usul"))
    walked.keep("too much", await walked.http.post("/usul", content=b"x" * 70_000))
    walked.keep("no form", await walked.http.post("/usul", content=b"\xff"))

    def broken() -> Any:
        raise RuntimeError("a clock that stopped")

    async with http_to(replace(centre, clock=broken)) as http:
        walked.keep("a fault", await http.get("/lacak/7K4Q-2MXD-R8T3VW", headers=BROWSER))


def routes(centre: Centre) -> Iterator[APIRoute]:
    """All that the application answers to, but for the app in the browser."""
    waiting: list[Any] = list(make_app(centre).routes)
    while waiting:
        one = waiting.pop()
        if isinstance(one, APIRoute):
            yield one
        elif inner := getattr(one, "original_router", None):
            waiting += inner.routes


def route_of(known: list[APIRoute], request: httpx.Request) -> str:
    """`GET /lacak/{tracking}`; empty where the application has none."""
    scope = {"type": "http", "method": request.method, "path": request.url.path, "root_path": ""}
    return next((f"{request.method} {one.path}" for one in known if one.matches(scope)[0] is Match.FULL), "")
