"""Words of a text as they are searched: in lower case, without accents, down to their stem, small words left out.

The stem comes from outside (a phone has no stemmer); what is here is alike for whoever searches.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40
_WORD = re.compile(r"[a-z0-9]+")
_SMALL_WORDS = (
    "ada adalah agar akan atau bagi bahwa belum bila bisa dan dapat dari dengan di dalam dua hari ia ini "
    "itu jadi juga kalau kami karena kata ke kita lagi lalu lebih masih mereka oleh pada para paling pun "
    "saat saja sampai sangat satu sebagai sebuah sedang sehari sejak semua seperti serta sudah supaya "
    "tanpa tapi telah tetapi tiap tidak untuk yang"
)
_SMALL = frozenset(_SMALL_WORDS.split())


def words_in(text: str) -> list[str]:
    """In their order; digits are words."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return [word[:LONGEST] for word in _WORD.findall(plain) if len(word) > 1 and word not in _SMALL]


def grams_of(word: str) -> set[str]:
    """Three letters each, with the ends marked: what two spellings of a word have in common."""
    padded = f"^{word}$"
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def distance(one: str, other: str, most: int) -> int:
    """How many letters are missing, added, exchanged or swapped with their neighbour; `most` + 1 for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, its in enumerate(other, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
