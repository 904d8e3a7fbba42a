"""The bundle as a folder: whole or absent, the same for the same content, and with nothing from outside."""

import json
import re
from pathlib import Path

import pytest

from sync.central.webapp.archive import Source
from sync.central.webapp.build import build_web
from sync.central.webapp.bundle import Bundle, read_bundle
from sync.central.webapp.errors import CannotBuild
from tests.central.webapp.test_archive import a_checkout


class Killed(BaseException):
    """The build's process is gone."""


def quiet(_done: int, _total: int) -> None:
    pass


def die(done: int, _total: int) -> None:
    if done:
        raise Killed


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("brotli")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return Source(a_checkout(tmp_path_factory.mktemp("checkout")))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory, source: Source, cache: Path) -> Bundle:
    return build_web(tmp_path_factory.mktemp("out") / "web", progress=quiet, source=source, cache=cache)


def text_of(bundle: Bundle, path: str) -> str:
    return bundle.place(bundle.files[path]).read_text("utf-8")


def test_the_first_visit_downloads_less_than_twelve_megabytes(bundle: Bundle) -> None:
    assert 8_000_000 < bundle.download_bytes < 12_000_000


def test_what_canvaskit_does_not_need_is_left_out(bundle: Bundle) -> None:
    unneeded = re.compile(r"skwasm|wimp|webparagraph|symbols|main\.dart\.wasm|\.whl|\.exe|katex", re.IGNORECASE)

    assert not [path for path in bundle.files if unneeded.search(path)]


def test_nothing_is_asked_from_another_origin_at_the_start(bundle: Bundle) -> None:
    index = (bundle.folder / "index.html").read_text("utf-8")

    assert "://" not in index
    assert "jsdelivr" not in text_of(bundle, "main.dart.js")


def test_only_the_fonts_of_the_screens_are_loaded_before_the_first_frame(bundle: Bundle) -> None:
    families = {font["family"] for font in json.loads(text_of(bundle, "assets/FontManifest.json"))}

    assert {"MaterialIcons", "Roboto"} <= families
    assert not [family for family in families if "math" in family]


def test_every_file_stands_beside_its_brotli_form_where_that_is_smaller(bundle: Bundle) -> None:
    for file in bundle.files.values():
        stored = bundle.place(file)
        packed = stored.with_name(stored.name + ".br")
        assert stored.stat().st_size == file.size
        assert (packed.stat().st_size if file.is_packed else file.size) == file.download


def test_the_page_and_the_service_worker_know_version_and_place(bundle: Bundle) -> None:
    index = (bundle.folder / "index.html").read_text("utf-8")
    worker = (bundle.folder / "flutter_service_worker.js").read_text("utf-8")

    assert '<base href="/app/">' in index
    assert "{{" not in index
    assert f'"version": "{bundle.version}"' in worker


def test_the_same_content_is_not_built_twice(bundle: Bundle, source: Source, cache: Path) -> None:
    seen: list[tuple[int, int]] = []
    page = bundle.folder / "index.html"
    before = page.stat().st_mtime_ns

    again = build_web(bundle.folder, progress=lambda *step: seen.append(step), source=source, cache=cache)

    assert (again, seen) == (bundle, [(1, 1)])
    assert page.stat().st_mtime_ns == before


def test_another_content_or_place_is_another_version(
    bundle: Bundle, source: Source, cache: Path, tmp_path: Path
) -> None:
    entry = tmp_path / "probe.py"
    entry.write_text("print('lain')\n", "utf-8")

    other = build_web(tmp_path / "a", progress=quiet, source=Source(source.root, entry), cache=cache)
    moved = build_web(tmp_path / "b", base_path="/lain/", progress=quiet, source=source, cache=cache)

    assert len({bundle.version, other.version, moved.version}) == 3


def test_a_killed_build_leaves_no_bundle_and_the_next_one_makes_it(
    source: Source, cache: Path, tmp_path: Path
) -> None:
    output = tmp_path / "web"
    with pytest.raises(Killed):
        build_web(output, progress=die, source=source, cache=cache)
    assert not output.exists()

    build_web(output, progress=quiet, source=source, cache=cache)

    assert read_bundle(output) is not None


def test_a_killed_build_leaves_the_older_bundle_whole(source: Source, cache: Path, tmp_path: Path) -> None:
    output = tmp_path / "web"
    older = build_web(output, progress=quiet, source=source, cache=cache)

    with pytest.raises(Killed):
        build_web(output, base_path="/lain/", progress=die, source=source, cache=cache)

    assert read_bundle(output) == older


def test_a_newer_bundle_takes_the_place_of_an_older_one(source: Source, cache: Path, tmp_path: Path) -> None:
    output = tmp_path / "web"
    build_web(output, progress=quiet, source=source, cache=cache)

    newer = build_web(output, base_path="/lain/", progress=quiet, source=source, cache=cache)

    assert read_bundle(output) == newer
    assert [folder.name for folder in tmp_path.iterdir()] == ["web"]


def test_a_bundle_with_a_file_missing_is_built_again(source: Source, cache: Path, tmp_path: Path) -> None:
    bundle = build_web(tmp_path / "web", progress=quiet, source=source, cache=cache)
    bundle.place(bundle.files["app.tar"]).unlink()

    build_web(tmp_path / "web", progress=quiet, source=source, cache=cache)

    assert bundle.place(bundle.files["app.tar"]).is_file()


def test_a_folder_with_something_else_in_it_is_not_touched(source: Source, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "surat.txt").write_text("penting", "utf-8")

    with pytest.raises(CannotBuild, match="holds something else"):
        build_web(tmp_path, progress=quiet, source=source, cache=cache)

    assert (tmp_path / "surat.txt").read_text("utf-8") == "penting"
