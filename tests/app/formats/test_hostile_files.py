"""Files that are broken or mean harm: one clear sentence, and nothing is lost."""

import errno
import os
import random
import zipfile

import pytest

from app.formats import files, packages
from app.formats.importing import ImportOptions, read_work
from app.formats.options import ExportOptions, Format
from app.formats.read_text import read_text
from engine.types import UserError
from tests.app.formats.conftest import WORK, export, read

PACKED = ("docx", "odt", "epub", "longscroll")
MAIN = {
    "docx": "word/document.xml",
    "odt": "content.xml",
    "epub": "META-INF/container.xml",
    "longscroll": "work.json",
}
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<x>&b;</x>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def package(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return path


@pytest.mark.parametrize("kind", PACKED)
def test_a_file_cut_anywhere_is_named_damaged(tmp_path, kind):
    whole = export(WORK, tmp_path / f"w.{kind}").read_bytes()
    for part in range(1, 12):
        path = tmp_path / f"cut.{kind}"
        path.write_bytes(whole[: len(whole) * part // 12])
        with pytest.raises(UserError, match=r"cut\.\w+ is damaged"):
            read(path)


@pytest.mark.parametrize("kind", PACKED)
def test_a_file_with_changed_bytes_is_read_or_refused_but_nothing_else(tmp_path, kind):
    whole = bytearray(export(WORK, tmp_path / f"w.{kind}").read_bytes())
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        changed = bytearray(whole)
        changed[place] ^= 0x55
        path = tmp_path / f"x.{kind}"
        path.write_bytes(changed)
        try:
            assert read(path).manuscript.items
        except UserError as error:
            assert "x." in str(error)  # noqa: PT017


@pytest.mark.parametrize("kind", PACKED)
@pytest.mark.parametrize("data", [b"no zip", b"PK\x03\x04", b"\0" * 5000])
def test_what_is_no_package_is_refused(tmp_path, kind, data):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(data)
    with pytest.raises(UserError, match="is damaged, or is not what its name says"):
        read(path)


@pytest.mark.parametrize("kind", ["docx", "odt", "epub"])
@pytest.mark.parametrize("xml", [BOMB, OUTSIDE])
def test_entities_are_refused(tmp_path, kind, xml):
    path = package(tmp_path / f"a.{kind}", {MAIN[kind]: xml})
    with pytest.raises(UserError, match="defines XML entities"):
        read(path)


@pytest.mark.parametrize("kind", PACKED)
def test_a_zip_bomb_is_not_unpacked(tmp_path, kind):
    path = package(tmp_path / f"a.{kind}", {MAIN[kind]: b" " * (40 << 20)})
    assert path.stat().st_size < 100_000
    with pytest.raises(UserError, match="unpacks to far more than any book"):
        read(path)


def test_a_package_with_too_many_entries_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "MAX_ENTRIES", 50)
    path = package(tmp_path / "a.docx", {f"{n}.xml": "" for n in range(60)})
    with pytest.raises(UserError, match="unpacks to far more"):
        read(path)


def test_names_that_lead_out_of_a_package_are_never_followed(tmp_path):
    secret = tmp_path / "secret.xhtml"
    secret.write_text("<p>secret</p>")
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" '
        'href="../../secret.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="book.opf"/></rootfiles></container>'
    )
    path = package(
        tmp_path / "a.epub",
        {MAIN["epub"]: container, "book.opf": opf, "../secret.xhtml": "<p>trick</p>"},
    )
    with pytest.raises(UserError, match="is damaged"):
        read(path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.epub", "secret.xhtml"]


def test_xml_as_deep_as_an_attack_is_refused(tmp_path):
    deep = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        + "<w:sdt>" * 5000 + "</w:sdt>" * 5000 + "</w:body></w:document>"
    )  # fmt: skip
    with pytest.raises(UserError, match="is damaged"):
        read(package(tmp_path / "a.docx", {MAIN["docx"]: deep}))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.docx", "a.odt", "a.epub", "a.longscroll"])
def test_an_empty_file_is_called_empty(tmp_path, name):
    (tmp_path / name).touch()
    with pytest.raises(UserError, match="is empty"):
        read(tmp_path / name)


def test_a_text_without_words_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("\n \n\n")
    with pytest.raises(UserError, match="holds no text"):
        read(tmp_path / "a.txt")


def test_a_folder_without_texts_is_refused(tmp_path):
    (tmp_path / "picture.png").write_bytes(b"x")
    with pytest.raises(UserError, match="holds no file that can be imported"):
        read(tmp_path)


def test_other_kinds_and_missing_files_are_named(tmp_path):
    with pytest.raises(UserError, match="is not there"):
        read(tmp_path / "no.docx")
    (tmp_path / "a.exe").write_bytes(b"MZ")
    with pytest.raises(UserError, match="of a kind that cannot be imported"):
        read(tmp_path / "a.exe")
    (tmp_path / "a.txt").write_bytes(bytes(range(32)) * 100)
    with pytest.raises(UserError, match="is not a text file"):
        read(tmp_path / "a.txt")


def test_an_unknown_encoding_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("words")
    for name in ("klingon", "rot13", "base64", "hex"):
        with pytest.raises(UserError, match="encoding"):
            read(tmp_path / "a.txt", encoding=name)


def test_a_hundred_megabytes_of_text_are_read(tmp_path):
    path = tmp_path / "a.txt"
    line = "The quick brown fox jumps over the lazy dog and goes on. " * 40
    chapter = "Chapter {n}\n\n" + f"{line}\n" * 450
    path.write_text("".join(chapter.replace("{n}", str(n)) for n in range(1, 101)))
    assert path.stat().st_size > 100_000_000
    assert len(read(path).manuscript.items) == 100


@pytest.mark.parametrize("kind", list(Format))
def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch, kind):
    path = tmp_path / f"w.{kind}"
    path.write_bytes(b"the old one")

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(UserError, match="The disk is full"):
        export(WORK, path)
    assert path.read_bytes() == b"the old one"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_read_only_folder_is_said_to_be_one(tmp_path, monkeypatch):
    def forbidden(**_where):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(files.tempfile, "mkstemp", forbidden)
    with pytest.raises(UserError, match="it is read-only"):
        export(WORK, tmp_path / "w.epub")
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(UserError, match="cannot be written"):
        export(WORK, tmp_path / "none" / "w.epub")


def test_cancelling_leaves_the_old_file(tmp_path):
    from app.formats.exporting import Exporter

    path = tmp_path / "w.epub"
    path.write_bytes(b"old")

    def stop(done: int, total: int) -> None:
        raise files.Cancelled

    with pytest.raises(files.Cancelled):
        Exporter(lambda *_: None).export(WORK, path, Format.EPUB, ExportOptions(), stop)
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_stays_a_link(tmp_path):
    target = tmp_path / "real.md"
    link = tmp_path / "link.md"
    link.symlink_to(target)
    export(WORK, link)
    assert link.is_symlink()
    assert target.read_text("utf-8").startswith("---")


def test_nothing_to_import_is_said(tmp_path):
    with pytest.raises(UserError, match="nothing to import"):
        read_work([], ImportOptions())


@pytest.mark.parametrize("zeros", [0, 9], ids=["without zeros", "with zeros"])
@pytest.mark.parametrize("seed", range(4))
def test_noise_under_the_name_of_a_text_is_refused(tmp_path, seed, zeros):
    noise = bytearray(random.Random(seed).randbytes(6000))
    for at in range(0, len(noise), 10):
        noise[at : at + min(1, zeros)] = b"\0"[: min(1, zeros)]
    path = tmp_path / "noise.txt"
    path.write_bytes(bytes(noise))
    with pytest.raises(UserError, match="is not a text file"):
        read_text(path)


@pytest.mark.parametrize(
    "encoding", ["utf-16-le", "utf-16-be", "gb18030", "big5", "cp1252", "utf-8"]
)
def test_real_texts_are_no_noise(tmp_path, encoding):
    text = "C'était l'été." if encoding == "cp1252" else "她說：雨停了。"
    path = tmp_path / "a.txt"
    path.write_bytes((text * 300).encode(encoding))
    assert read_text(path).blocks
