import pytest

from sync.domain.likeness import is_alike, looks_like_complaint, same_title, title_key


def a_note(title: str = "Teba kompos", problem: str = "", action: str = "") -> dict[str, object]:
    return {"title": title, "problem": problem, "action": action}


@pytest.mark.parametrize(
    ("note", "category"),
    [
        (a_note("Lampu jalan mati", "Gelap di malam hari", "Lapor ke dinas"), "lampu jalan"),
        (a_note("Lorong gelap", "Lampu jalan padam", "Mohon segera diperbaiki"), "lampu jalan"),
        (a_note("Air keruh", "Pipa PDAM bocor, tolong diperbaiki", "-"), "pipa PDAM bocor"),
        (a_note("Perbaikan jalan", "Jalan rusak, belum juga ditangani", "Minta perhatian dinas"), "jalan rusak"),
    ],
)
def test_a_note_that_asks_others_to_act_on_a_category_of_complaints_looks_like_one(
    note: dict[str, object], category: str
) -> None:
    assert looks_like_complaint(note) == category


@pytest.mark.parametrize(
    "note",
    [
        a_note("Teba kompos Lorong 4", "Sampah menumpuk karena jarang diangkut", "Warga mengompos bersama"),
        a_note("Bank sampah", "Sampah bercampur", "Ibu-ibu menimbang tiap Sabtu, tolong-menolong"),
        a_note("Arisan jentik", "Drainase tersumbat", "Warga membersihkan bergiliran"),
        a_note("Kelas baca", "Anak mohon buku", "Relawan membaca"),
        a_note("", "", ""),
        {},
        {"title": None, "action": 3},
    ],
)
def test_a_note_in_which_people_act_themselves_does_not_look_like_a_complaint(note: dict[str, object]) -> None:
    assert looks_like_complaint(note) is None


def test_titles_are_the_same_whatever_their_case_blanks_and_punctuation() -> None:
    assert same_title("Teba Kompos, Lorong 4", " teba kompos  lorong-4 ")
    assert not same_title("Teba kompos Lorong 4", "Teba kompos Lorong 5")


def test_an_empty_title_is_the_same_as_none() -> None:
    assert not same_title("", "")
    assert title_key(" …") == ""


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Kebun sayur di ujung lorong, hasilnya dibagi", "Berkebun sayur lorong"),
        ("Mengolah sampah dapur jadi kompos", "Pengolahan sampah menjadi kompos"),
        ("Bank sampah untuk RT kami", "Bank Sampah"),
    ],
)
def test_an_idea_is_alike_when_it_speaks_of_what_a_title_says(words: str, title: str) -> None:
    assert is_alike(words, title)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Kebun sayur di ujung lorong", "Pos ronda digital"),
        ("Kebun untuk warga lorong kami", "Warga lorong sehat"),
        ("Sampah", "Bank sampah"),
        ("Kebun sayur", "Kelas memasak sayur organik untuk anak sekolah dasar"),
        ("", ""),
    ],
)
def test_an_idea_is_not_alike_when_they_share_a_word_or_only_common_ones(words: str, title: str) -> None:
    assert not is_alike(words, title)
