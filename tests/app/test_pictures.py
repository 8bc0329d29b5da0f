"""Pictures of strangers are decoded within limits, or refused in plain words."""

import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter

from app.pictures import (
    LIMITS,
    MAX_BYTES,
    THUMBNAIL,
    PictureLimits,
    _bare_png,
    decoded,
    shown,
    thumbnail,
)
from engine.types import UserError

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def written(image, kind="png"):
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, kind.encode()).write(image)
    return bytes(buffer.data().data())


def plain(width, height, colour="#804020"):
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    return image


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(width, height, rows=1):
    """A small PNG that says it is huge; `rows` of it are there."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(rows * (width + 1)), 9)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("size", [(400, 600), (10, 10), (900, 100), (100, 900), (1, 1)])
def test_a_thumbnail_is_always_of_one_size(qapp, kind, size):
    small = QImage.fromData(thumbnail(written(plain(*size), kind)))
    assert (small.width(), small.height()) == THUMBNAIL
    assert small.pixelColor(128, 40).red() == pytest.approx(0x80, abs=6)


def test_what_one_can_see_through_stays_so(qapp):
    image = plain(100, 150)
    image.setPixelColor(50, 60, QColor(0, 0, 0, 0))
    assert thumbnail(written(image))[8:12] == b"WEBP"
    assert thumbnail(written(plain(100, 150)))[:2] == b"\xff\xd8"


def test_faces_are_kept_of_what_is_too_tall(qapp):
    image = plain(100, 800, "#000000")
    for y in range(160, 330):
        for x in range(100):
            image.setPixelColor(x, y, QColor("#ffffff"))
    small = QImage.fromData(thumbnail(written(image)))
    assert small.pixelColor(128, 192).red() > 200


def test_a_picture_is_never_enlarged_where_it_only_has_to_fit(qapp):
    assert decoded(written(plain(40, 20)), (200, 200)).size() == QSize(40, 20)
    assert decoded(written(plain(400, 200)), (200, 200)).size() == QSize(200, 100)


def test_a_camera_s_picture_stands_upright(qapp):
    jpeg = written(plain(60, 20), "jpeg")
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    turned = jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]
    assert decoded(turned, (200, 200)).size() == QSize(20, 60)
    small = QImage.fromData(thumbnail(turned))
    assert (small.width(), small.height()) == THUMBNAIL


@pytest.mark.parametrize(
    "size", [(60_000, 60_000), (2**31 - 1, 2**31 - 1), (20_000, 10), (8000, 8000), (2**32 - 1, 9)]
)
def test_a_bomb_is_refused_by_its_header(qapp, size):
    with pytest.raises(UserError, match=r"too large|damaged"):
        thumbnail(SIGNATURE + bomb(8, 8)[8:16] + struct.pack(">II", *size) + bomb(8, 8)[24:])


def test_a_bomb_of_zeros_that_is_small_enough_is_shown(qapp):
    """5,000 × 5,000 pixels in 25 kB is no crime."""
    data = bomb(5000, 5000, 5000)
    assert len(data) < 100_000
    assert thumbnail(data)


def test_a_line_does_not_become_a_plain(qapp):
    assert thumbnail(bomb(16_000, 1))
    assert thumbnail(bomb(1, 16_000, 16_000))


def test_text_in_a_picture_is_not_unpacked(qapp):
    """A card of 20 MB, and text that would be 400 MB, between header and pixels."""
    picture = written(plain(20, 30))
    texts = chunk(b"tEXt", b"chara\0" + b"x" * (20 << 20))
    swollen = zlib.compress(bytes(400 << 20), 9)
    texts += chunk(b"zTXt", b"chara\0\0" + swollen) + chunk(b"iCCP", b"a\0\0" + swollen)
    data = picture[:33] + texts + picture[33:]
    assert len(_bare_png(data, LIMITS)) <= len(picture)
    assert thumbnail(data) == thumbnail(picture)


def test_bytes_are_counted_first(qapp):
    with pytest.raises(UserError, match="at most 64 MB"):
        thumbnail(SIGNATURE + bytes(MAX_BYTES))


def test_the_limits_can_be_others(qapp):
    with pytest.raises(UserError, match="40 × 40 pixels"):
        decoded(written(plain(40, 40)), (9, 9), limits=PictureLimits(pixels=1000))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        SIGNATURE,
        b"\xff\xd8\xff\xe0",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b"%PDF-1.7",
        b"hello",
    ],
)
@pytest.mark.qt_log_ignore(".*")  # the decoders say what is wrong with a file
def test_what_is_no_picture_is_said(qapp, data):
    with pytest.raises(UserError, match=r"no picture|damaged"):
        thumbnail(data)
    assert shown(data, (10, 10)).isNull()


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
@pytest.mark.qt_log_ignore(".*")
def test_a_damaged_picture_is_refused_or_shown_in_part(qapp, kind):
    whole = written(plain(64, 64), kind)

    @given(cut=st.integers(0, len(whole)), at=st.integers(0, len(whole) - 1), bits=st.binary())
    def damage(cut, at, bits):
        data = (whole[:at] + bits + whole[at + len(bits) :])[:cut]
        with suppress(UserError):
            assert decoded(data, (32, 32)).width() <= 32

    damage()


def test_real_cards_have_thumbnails(qapp, shared):
    for path in sorted((shared / "testdata" / "cards").glob("*.png")):
        assert 5000 < len(thumbnail(path.read_bytes())) < 60_000
