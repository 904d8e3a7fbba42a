"""From the demo: an RT's three-minute note becomes a whole KIPP proposal and a row of SIGAP, by the screens."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from playwright.sync_api import Browser, ViewportSize
from pypdf import PdfReader

from sync.central.app import make_app
from sync.central.demo.links import link
from sync.central.demo.sample import load_sample
from sync.central.webapp.serve import WebApp
from sync.domain.kipp import count_words, questions
from tests.browser.chromium import Phone, Tab, serving
from tests.browser.conftest import SHOTS, City, a_picture, enrolled
from tests.browser.test_journey import let_the_decision_go, note
from tests.support.centres import a_centre
from tests.support.dossiers import HEADERS, rows_in
from tests.support.whole_story import whole_story

pytestmark = pytest.mark.browser
TOLD = whole_story()
NAME = re.compile(f"^{re.escape(TOLD['title'])}")
UPP = "Dinas Lingkungan Hidup Kota Makassar"
IN_THE_LANE = {"geolocation": {"latitude": -5.1661, "longitude": 119.4503}, "permissions": ["geolocation"]}
OFFICE: ViewportSize = {"width": 1280, "height": 800}
MIDDLE_OF_THE_RECORD = 900
PROFILE = (
    "^Masyarakat$",
    "^Inovasi Desa dan Kelurahan",
    "^Non Digital",
    "^Inovasi Pelayanan Publik",
    "^Membangun dari desa",
    "^Iuran Sampah Gratis",
    "^Mewujudkan pembangunan infrastruktur",
)


@pytest.fixture
def demo(app_webapp: WebApp, tmp_path: Path) -> Iterator[City]:
    centre = a_centre(f"sqlite:///{tmp_path / 'centre.sqlite3'}", None)
    people = load_sample(centre, datetime.now(centre.zone)).people
    with serving(make_app(centre, app_webapp)) as origin:
        yield City(origin, {each.profile.profile: link("", each) for each in people})
    centre.database.close()


def shot(tab: Tab, name: str) -> None:
    tab.screenshot(SHOTS / f"berkas-{name}.png")


def open_part(tab: Tab, name: str) -> None:
    starts = re.compile(f"^{name}")
    tab.bring(starts)
    tab.tap(starts)


def approve(kecamatan: Tab) -> None:
    kecamatan.fill("Cari kata atau nomor", TOLD["title"])
    kecamatan.tap(NAME)
    kecamatan.tap("Setujui")
    let_the_decision_go(kecamatan)


def complete(lurah: Tab) -> None:
    lurah.fill("Cari nomor atau kata", TOLD["title"])
    lurah.bring(NAME)
    lurah.tap(NAME)
    lurah.bring("Lengkapi")
    lurah.tap("Lengkapi")
    fill_in_the_profile(lurah)
    tell_the_story(lurah)
    answer_kipp(lurah)
    prove(lurah)
    lurah.tap("Simpan")
    go_back(lurah, "Pilih tingkat, lalu tambahkan", "Langkah berikutnya", "Bagikan kartu")


def go_back(tab: Tab, *above: str) -> None:
    """By as many screens, each known by what it says."""
    for said in above:
        tab.tap("Kembali")
        tab.see(re.compile(said))


def fill_in_the_profile(lurah: Tab) -> None:
    open_part(lurah, "Profil inovasi")
    for choice in PROFILE:
        lurah.tick(re.compile(choice))
    lurah.fill(re.compile("^Nama Inisiator"), "Warga RW 003")
    lurah.tap(re.compile("^Pilih dari 38"))
    lurah.tick(re.compile("^Lingkungan Hidup"))
    for month in ("Jan", "Mei"):
        on_the_first_of(lurah, month)
    lurah.tick(re.compile("^Sudah ada perkembangan"))
    shot(lurah, "02-profil")
    lurah.tap("Kembali")


def on_the_first_of(lurah: Tab, month: str) -> None:
    """Of three years ago."""
    lurah.role("checkbox", "Pilih tanggal").first.click()
    for _ in range(3):
        lurah.tap("Tahun sebelumnya")
    lurah.tick(re.compile(f"^{month}"))
    lurah.role("checkbox", re.compile("^1$")).first.click()
    lurah.role("checkbox", re.compile(f"^1 {month}")).first.wait_for(state="attached")


def write(tab: Tab, label: str, text: str, most_words: int) -> None:
    tab.fill(re.compile(label), text)
    tab.see(f"{count_words(text)} kata dari {most_words}.")


def tell_the_story(lurah: Tab) -> None:
    """All but the references, which no table of SIGAP has."""
    open_part(lurah, "Rancang bangun")
    write(lurah, "^Rancang Bangun", TOLD["design"], 300)
    for field, label in (("goals", "Tujuan"), ("benefits", "Manfaat"), ("results", "Hasil")):
        lurah.fill(re.compile(f"^{label} Inovasi"), TOLD[field])
    lurah.tap("Kembali")
    lurah.see("16/17")


def answer_kipp(lurah: Tab) -> None:
    """What the note said is taken over and read, the rest is written."""
    open_part(lurah, "Jawaban KIPP")
    lurah.tap("Isi dari catatan")
    lurah.see(re.compile("Dari catatan, periksa"))
    shot(lurah, "03-kipp")
    for question, text in zip(questions()[1:], TOLD["kipp"], strict=True):
        write(lurah, f"^{re.escape(question.item)}[.] ", text, question.most_words)
    read_each(lurah)
    lurah.tap("Kembali")
    lurah.see("9/9")


def read_each(lurah: Tab) -> None:
    """Each tap takes its button away, a moment later."""
    buttons = lurah.button("Sudah saya periksa")
    for left in range(buttons.count(), 0, -1):
        buttons.first.click()
        buttons.nth(left - 1).wait_for(state="detached")


def prove(lurah: Tab) -> None:
    open_part(lurah, "Bukti 20 indikator")
    open_part(lurah, "Video inovasi daerah")
    lurah.tick(re.compile("Memenuhi 1-2 unsur"))
    lurah.fill(re.compile("^Tautan"), "https://contoh.id/video-teba")
    lurah.tap("Tambah tautan")
    lurah.see(re.compile("Buka tautan"))


def measure(lurah: Tab) -> None:
    lurah.bring("Tambah indikator")
    lurah.tap("Tambah indikator")
    lurah.fill(re.compile("^Apa yang diukur"), "Sampah dapur diangkut")
    lurah.fill(re.compile("^Satuannya apa"), "kantong")
    lurah.tick("Makin kecil makin baik")
    lurah.fill(re.compile("^Angka sebelum"), "6")
    lurah.tap("Simpan")
    lurah.bring("Catat hasil ukur")
    lurah.tap("Catat hasil ukur")
    lurah.tick("Bulan ini")
    lurah.fill("Hasilnya", "2")
    lurah.tap("Simpan")
    open_part(lurah, "Semua hasil ukur")
    open_part(lurah, "Sahkan")
    lurah.see(re.compile("Disahkan kelurahan"))
    shot(lurah, "04-pengukuran")


def find(kota: Tab) -> None:
    kota.switch_to("Cari")
    kota.fill("Cari kata atau nomor", TOLD["title"])
    kota.tap(NAME)


def grant(kota: Tab) -> None:
    kota.tap("Lihat kelengkapan")
    open_part(kota, "Bukti 20 indikator")
    kota.bring(re.compile("^Video inovasi daerah"), MIDDLE_OF_THE_RECORD)
    kota.tap(re.compile("^Video inovasi daerah"))
    kota.bring("Berikan tingkat ini", MIDDLE_OF_THE_RECORD)
    kota.tap("Berikan tingkat ini")
    shot(kota, "05-tingkat")
    go_back(kota, "Pilih tingkat, lalu tambahkan", "Pilih satu bagian", "Unduh berkas")


def enter(kota: Tab) -> None:
    """Into KIPP, carried by an office; nothing speaks against it any more."""
    kota.bring("Ikutkan lomba", MIDDLE_OF_THE_RECORD)
    kota.tap("Ikutkan lomba")
    kota.fill(re.compile("^Tanggal penutupan"), f"31-12-{datetime.now().year}")
    kota.fill(re.compile("^Unit pelayanan publik"), UPP)
    kota.see(re.compile("Tidak ada yang menghalangi di seleksi administrasi"))
    shot(kota, "06-lomba")
    kota.tap("Ikutkan")
    kota.see(re.compile(f"Diusulkan oleh {UPP}"))


def taken(kota: Tab, word: str) -> bytes:
    kota.bring(word, MIDDLE_OF_THE_RECORD)
    with kota.page.expect_download() as download:
        kota.tap(word)
    file = download.value
    kota.see(re.compile(f"Berkas {re.escape(file.suggested_filename)} sudah jadi"))
    content = Path(file.path()).read_bytes()
    kind, _, number = file.suggested_filename.partition("-")
    (SHOTS / f"berkas-{kind}{Path(number).suffix}").write_bytes(content)
    return content


def words_of_docx(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def words_of_pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def draw_pages(content: bytes) -> int:
    """Each page as a picture beside the screens, to be looked at."""
    pages = pypdfium2.PdfDocument(content)
    for number, page in enumerate(pages, 1):
        page.render(scale=1.2).to_pil().save(SHOTS / f"berkas-kipp-{number}.png")
    return len(pages)


def check_the_proposal(docx: bytes, pdf: bytes) -> None:
    for told in (words_of_docx(docx), words_of_pdf(pdf)):
        assert "9 dari 9 pertanyaan sudah dijawab" in told
        assert "Belum dijawab" not in told
        assert "periksa sebelum dikirim" not in told
        for said in (
            UPP,
            TOLD["title"],
            "Lebih baik: dari 6 kantong menjadi 2 kantong",
            "https://contoh.id/video-teba",
        ):
            assert said in told
        assert all(answer.split(". ")[0] in told for answer in TOLD["kipp"])
    # What RT photographed; the chart is drawn, not pasted.
    assert sum(len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages) == 1
    assert len(Document(io.BytesIO(docx)).inline_shapes) >= 1
    assert draw_pages(pdf) >= 3


def check_the_row(table: bytes) -> None:
    [row] = rows_in(table)
    assert list(row) == HEADERS
    assert row["Judul Inovasi"] == TOLD["title"]
    assert row["Rancang Bangun"] == TOLD["design"]
    assert row["Status Asistensi"] == "Disetujui"
    assert row["Video inovasi daerah"] == 1
    # A resident is named in no file unless they agreed to it, and the reviewer had nothing to note.
    assert [header for header in HEADERS if row[header] in (None, "")] == ["Nama Inisiator", "Catatan Asistensi"]


def test_a_note_of_three_minutes_becomes_a_whole_proposal_and_a_row_of_sigap(
    app_browser: Browser, demo: City, tmp_path: Path
) -> None:
    # One browser for all, as in the demo: each profile is a device of its own, and the app is fetched once.
    with Phone(app_browser, demo.origin, IN_THE_LANE) as phone:
        rt = enrolled(phone, demo.links["rt"])
        note(rt, TOLD["title"], a_picture(tmp_path / "lorong.jpg"), TOLD["problem"], TOLD["action"])
        rt.see(re.compile("Semua sudah terkirim"))
        shot(rt, "01-catatan")
        rt.close()
        kecamatan = enrolled(phone, demo.links["kecamatan"])
        approve(kecamatan)
        kecamatan.close()
        lurah = enrolled(phone, demo.links["lurah"])
        complete(lurah)
        measure(lurah)
        lurah.tap("Kembali")
        lurah.switch_to("Kiriman")
        lurah.see(re.compile("Semua sudah terkirim"))
        lurah.close()
        kota = enrolled(phone, demo.links["brida"])
        kota.page.set_viewport_size(OFFICE)
        find(kota)
        grant(kota)
        enter(kota)
        check_the_row(taken(kota, "SIGAP (XLSX)"))
        check_the_proposal(taken(kota, "KIPP (DOCX)"), taken(kota, "KIPP (PDF)"))
        assert UPP in words_of_docx(taken(kota, "Surat pernyataan KIPP (DOCX)"))
        shot(kota, "07-berkas")
