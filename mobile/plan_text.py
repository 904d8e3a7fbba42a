"""How plans, money and quarters of an innovation read on the screen. Total, as every text is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mobile.context import AppState
from mobile.text import fault_text, number
from sync.domain.checks import FINE, Outcome
from sync.domain.planning import BUDGET, CHECKS, MONEV, MOST_RUPIAH, PLANS, Money, Part, Type
from sync.domain.records import family
from sync.domain.validation import Fault


def rupiah(app: AppState, amount: int) -> str:
    """`Rp1.250.000`, `-Rp500`."""
    return f"{'-' if amount < 0 else ''}Rp{number(abs(amount), app)}"


def family_name(app: AppState, name: str) -> str:
    _ = app.gettext
    return {PLANS: _("Rencana"), BUDGET: _("Anggaran"), MONEV: _("Capaian triwulan")}.get(name, name)


def path_name(app: AppState, path: str) -> str:
    """`Anggaran` for `budget/…`; empty for what is none of the three."""
    return family_name(app, family(path)) if family(path) in CHECKS else ""


def part_name(app: AppState, name: str, part: str) -> str:
    """What a part is called where it is asked for."""
    _ = app.gettext
    if (name, part) == (MONEV, "realised"):
        return _("Yang tercapai")
    names = {
        "year": _("Tahun"),
        "stage": _("Sudah sampai mana?"),
        "activity": _("Kegiatan"),
        "target": _("Target"),
        "office": _("Perangkat daerah yang mengerjakan"),
        "sub_activity": _("Kode sub-kegiatan"),
        "source": _("Sumber dana"),
        "ceiling": _("Pagu"),
        "realised": _("Sudah dibelanjakan"),
        "rup": _("Kode RUP"),
        "quarter": _("Triwulan"),
        "drivers": _("Yang mendorong"),
        "obstacles": _("Yang menghambat"),
    }
    return names.get(part, part)


def part_help(app: AppState, part: Part) -> str:
    """What helps to fill it in; empty where nothing is needed."""
    _ = app.gettext
    helps = {
        Type.SUB_ACTIVITY: _("Seperti 7.01.02.2.01.0001. Boleh kosong sampai diterima perangkat daerah."),
        Type.RUP: _("Dari SIRUP, bila pengadaannya sudah diumumkan."),
        Type.MONEY: _("Rupiah bulat, misalnya 12.500.000."),
    }
    return helps.get(part.type, "")


def choice_text(app: AppState, code: str) -> str:
    """A stage of the chain, or a source of money."""
    _ = app.gettext
    texts = {
        "lurah": _("Usulan lurah"),
        "camat": _("Disetujui camat"),
        "skpd": _("Diterima perangkat daerah"),
        "rkpd": _("Masuk RKPD"),
        "apbd": _("APBD kota"),
        "apbn": _("APBN"),
        "kelurahan": _("Dana kelurahan"),
        "csr": _("CSR perusahaan"),
        "self_help": _("Swadaya warga"),
        "other": _("Sumber lain"),
    }
    return texts.get(code, code)


def line_title(app: AppState, name: str, parts: Mapping[str, Any]) -> str:
    _ = app.gettext
    if name == BUDGET:
        return choice_text(app, str(parts.get("source", "")))
    if name == MONEV:
        return _("Triwulan {n}").format(n=parts.get("quarter", ""))
    return str(parts.get("activity", ""))


def line_details(app: AppState, name: str, parts: Mapping[str, Any]) -> list[str]:
    """What stands under the title, a line each."""
    if name == BUDGET:
        return _of_budget(app, parts)
    if name == MONEV:
        return [
            f"{part_name(app, name, part)}: {parts[part]}"
            for part in ("target", "realised", "drivers", "obstacles")
            if parts.get(part)
        ]
    chain = choice_text(app, str(parts.get("stage", "")))
    behind = (chain, parts.get("office"), parts.get("sub_activity"))
    target = [f"{part_name(app, name, 'target')}: {parts['target']}"] if parts.get("target") else []
    return [" · ".join(str(each) for each in behind if each), *target]


def _of_budget(app: AppState, parts: Mapping[str, Any]) -> list[str]:
    found = [money_text(app, Money(parts.get("ceiling") or 0, parts.get("realised") or 0))]
    return [*found, f"RUP {parts['rup']}"] if parts.get("rup") else found


def money_text(app: AppState, money: Money) -> str:
    """`Pagu Rp12.500.000 · terpakai Rp4.000.000 · sisa Rp8.500.000`; a line ends between them, never within."""
    _ = app.gettext
    parts = [_("Pagu {n}").format(n=rupiah(app, money.ceiling))]
    if not money.realised:
        parts.append(_("belum terpakai"))
    else:
        rest = _("lebih {n} dari pagu") if money.left < 0 else _("sisa {n}")
        parts.append(_("terpakai {n}").format(n=rupiah(app, money.realised)))
        parts.append(rest.format(n=rupiah(app, abs(money.left))))
    return " · ".join(part.replace(" ", "\u00a0") for part in parts)


def sums(app: AppState, money: Money) -> list[tuple[str, str]]:
    """The same as names and amounts, for where they stand below one another."""
    _ = app.gettext
    rest = _("Lebih dari pagu") if money.left < 0 else _("Sisa")
    named = ((_("Pagu"), money.ceiling), (_("Terpakai"), money.realised), (rest, abs(money.left)))
    return [(name, rupiah(app, amount)) for name, amount in named]


def line_text(app: AppState, path: str, value: Any) -> str:
    """A whole line as one text, for where two of them stand side by side."""
    name = family(path)
    if value is None:
        return ""
    if name not in CHECKS or CHECKS[name].outcome(value) != FINE:
        return str(value)
    return "\n".join([str(value["year"]), line_title(app, name, value), *line_details(app, name, value)])


def part_fault_text(app: AppState, part: Part, outcome: Outcome) -> str:
    """What is to be put right in a part, said under it."""
    _ = app.gettext
    code, limit = outcome
    texts = {
        Type.YEAR: _("Tulis tahunnya dengan empat angka, misalnya 2027."),
        Type.MONEY: _("Tulis rupiah bulat, misalnya 12.500.000, paling banyak {n}.").format(
            n=rupiah(app, MOST_RUPIAH)
        ),
        Type.SUB_ACTIVITY: _("Kodenya 12 angka, seperti 7.01.02.2.01.0001."),
        Type.RUP: _("Kode RUP hanya angka, 5 sampai 12 angka."),
        Type.QUARTER: _("Pilih triwulannya."),
    }
    if code != "required" and part.type in texts:
        return texts[part.type]
    return fault_text(app, Fault(part.name, str(code), limit))
