"""Cards that are broken, or made to do harm: a plain sentence for each, soon and without waste."""

import base64
import io
import json
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cards import CharacterCard
from app.formats.cards import CardKind, card_bytes, read_card
from app.formats.json_file import LARGEST
from app.formats.png import MOST_CHUNKS, chunk_bytes
from engine.types import UserError
from tests.app.formats.card_files import PICTURE, V1, as_json, png_with, text_chunk, v2, v3


def header(width: int, height: int) -> bytes:
    """A PNG that claims to be of a size."""
    body = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return PICTURE[:8] + chunk_bytes(b"IHDR", body) + png_with(text_chunk("chara", V1))[33:]


def zip_of(entries: dict[str, bytes]) -> bytes:
    """A zip of entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return stream.getvalue()


def zeros(keyword: str, kind: bytes) -> bytes:
    """A chunk of some KB that unpacks to 400 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(400)) + packer.flush()
    head = b"\0\0" if kind == b"zTXt" else b"\0\1\0\0\0"
    return chunk_bytes(kind, keyword.encode() + head + packed)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (header(100_000, 100_000), "100000 × 100000 pixels"),
        (header(0, 5), "damaged"),
        (header(2**31, 2**31), "pixels"),
        (PICTURE, "holds no character card"),
        (PICTURE[:20], "damaged"),
        (PICTURE[:8], "damaged"),
        (png_with(text_chunk("chara", b"not base64!")), "damaged"),
        (png_with(text_chunk("chara", b"")), "not valid JSON"),
        (png_with(text_chunk("chara", [1])), "holds no character card"),
        (png_with(chunk_bytes(b"zTXt", b"chara\0\0not zlib")), "damaged"),
        (png_with(chunk_bytes(b"iTXt", b"chara\0")), "not valid JSON"),
        (png_with(chunk_bytes(b"tEXt", b"chara")), "damaged"),
        (png_with(zeros("chara", b"zTXt")), "damaged"),
        (png_with(zeros("ccv3", b"iTXt")), "damaged"),
        (png_with(text_chunk("chara", V1))[:-40], "holds no character card"),
        (PICTURE[:8] + PICTURE[33:], "damaged"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"data":' * 1000 + b"1" + b"}" * 1000, "nested too deeply"),
        (as_json(v2())[:-2] + b', "own": ' + b"[" * 70 + b"]" * 70 + b"}}", "nested too deeply"),
        (b" " * (LARGEST + 1), "too large"),
        (b"{", "not valid JSON"),
        (b"\xff\xd8\xff\xe0 a photo", "holds no character card"),
        (b"RIFF1234WEBP", "holds no character card"),
        (as_json({"name": "package", "description": "a library", "version": "1"}), "no character"),
        (as_json({"entries": {"0": {"key": ["a"]}}}), "holds no character card"),
        (as_json({"spec": "lorebook_v3", "data": {"entries": []}}), "without a character"),
        (b"PK\3\4 not a zip", "damaged"),
        (zip_of({"a.txt": b"x"}), "holds no character card"),
        (zip_of({"card.json": bytes(200 << 20)}), "unpacks to far more"),
        (zip_of({str(n): b"" for n in range(20_001)}), "unpacks to far more"),
        (zip_of({"../card.json": as_json(V1)}), "holds no character card"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(data, words):
    tracemalloc.start()
    try:
        with pytest.raises(UserError, match=words):
            read_card(data, "a file")
        # 128 MB is where one entry of a zip ends; the bombs above hold more.
        assert tracemalloc.get_traced_memory()[1] < 300 << 20
    finally:
        tracemalloc.stop()


def test_a_file_that_is_not_there_or_empty_or_huge(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        read_card(tmp_path / "none.png")
    empty = tmp_path / "empty.png"
    empty.touch()
    with pytest.raises(UserError, match="empty"):
        read_card(empty)
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(UserError, match="too large"):
        read_card(huge)
    with huge.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(UserError, match="too large"):
        read_card(huge)


def test_too_many_chunks():
    data = png_with(chunk_bytes(b"abcd", b"") * MOST_CHUNKS, text_chunk("chara", V1))
    with pytest.raises(UserError, match="damaged"):
        read_card(data)


def broken_crc(chunk: bytes) -> bytes:
    """The chunk with another checksum."""
    return chunk[:-1] + bytes([chunk[-1] ^ 1])


def test_a_wrong_checksum_is_borne():
    read = read_card(png_with(broken_crc(text_chunk("chara", V1))))
    assert read.card.name == "Ann"
    assert "checksum" in str(read.remarks[0])


def test_of_two_copies_the_whole_one_is_taken():
    for bad in (b"!!", b"{", zeros("ccv3", b"zTXt")):
        chunk = bad if len(bad) > 5 else text_chunk("ccv3", bad)
        read = read_card(png_with(chunk, text_chunk("chara", v2())))
        assert read.card.name == "Ann"
        assert "second copy" in str(read.remarks[0])
    read = read_card(png_with(text_chunk("ccv3", [1]), text_chunk("chara", v2())))
    assert read.card.name == "Ann"
    many = [text_chunk("chara", b"!!")] * 1000
    with pytest.raises(UserError, match="damaged"):
        read_card(png_with(*many))


def test_a_file_that_was_cut_off_after_the_card():
    whole = png_with(text_chunk("chara", V1), chunk_bytes(b"tIME", b"1234567"))
    read = read_card(whole[:-20])
    assert read.card.name == "Ann"
    assert "incomplete" in str(read.remarks[0])
    assert read_card(card_bytes(read.card, read.picture, CardKind.PNG)).remarks == ()


@pytest.mark.parametrize(
    "spelled",
    [
        lambda text: base64.encodebytes(text),
        lambda text: base64.b64encode(text).rstrip(b"="),
        lambda text: base64.urlsafe_b64encode(text),
        lambda text: b"\n " + base64.b64encode(text) + b"\r\n\0",
        lambda text: text,
        lambda text: base64.b64encode(b"\xef\xbb\xbf" + text),
    ],
)
def test_base64_as_it_comes(spelled):
    text = json.dumps(V1 | {"description": "灯笼 ÿ~?" * 40}, ensure_ascii=False).encode()
    read = read_card(png_with(text_chunk("chara", spelled(text))))
    assert read.card.description == "灯笼 ÿ~?" * 40


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_text_with_a_mark_at_its_start(encoding):
    data = json.dumps(V1 | {"name": "安"}, ensure_ascii=False).encode(encoding)
    assert read_card(data).card.name == "安"


def test_much_space_before_the_card():
    assert read_card(b"\n" * 300_000 + as_json(V1)).card.name == "Ann"


def test_a_name_that_comes_twice():
    read = read_card(as_json(V1)[:-1] + b', "name": "Bob", "__proto__": {"x": 1}}')
    assert read.card.name == "Bob"
    assert "“name” came twice" in str(read.remarks[0])
    assert read.card.raw["__proto__"] == {"x": 1}


def test_half_characters_have_a_replacement():
    read = read_card(as_json(V1 | {"description": "a\ud800b", "\udc00": 1}))
    assert read.card.description == "a\ufffdb"
    for kind in CardKind:
        card_bytes(read.card, b"", kind).decode("latin-1")
    card_bytes(CharacterCard(name="\ud800"), b"", CardKind.PNG)


def test_numbers_beyond_all_numbers_are_kept():
    data = as_json(v3())[:-2] + b', "own": [1e400, -2.5e400, 123456789012345678901234567890]}}'
    read = read_card(data)
    written = card_bytes(read.card, b"", CardKind.JSON)
    own = read_card(written).card.raw["data"]["own"]
    assert own == [10**400, -25 * 10**399, 123456789012345678901234567890]
    endless = read_card(as_json(v3())[:-2] + b', "own": 1e999999999}}')
    assert b"Infinity" not in card_bytes(endless.card, b"", CardKind.JSON)


def test_paths_that_lead_out_of_a_zip(tmp_path):
    outside = tmp_path / "outside.png"
    outside.write_bytes(PICTURE)
    for uri in (f"embeded://{outside}", "embeded://../outside.png", f"file://{outside}"):
        card = v3(assets=[{"type": "icon", "name": "main", "uri": uri, "ext": "png"}])
        entries = {"card.json": as_json(card), "../../escape.txt": b"x", "/abs.txt": b"x"}
        path = tmp_path / "in" / "card.charx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zip_of(entries))
        assert read_card(path).picture == b""
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["card.charx", "in", "outside.png"]


def test_ten_thousand_files_in_a_card():
    entries = {f"assets/emotion/{n}.png": b"" for n in range(10_000)}
    read = read_card(zip_of({"card.json": as_json(v3())} | entries))
    assert "10000" in str(read.remarks[0])


def test_ten_thousand_entries_in_a_book():
    entries = [{"keys": [f"k{n}"], "content": "same", "id": n} for n in range(10_000)]
    read = read_card(as_json(v2(character_book={"entries": entries})))
    written = json.loads(card_bytes(read.card, b"", CardKind.JSON_V2))
    assert written["data"]["character_book"]["entries"] == entries


@given(st.data())
def test_any_damage_is_an_error_or_a_card(data):
    whole = data.draw(
        st.sampled_from(
            [
                png_with(text_chunk("chara", v2()), text_chunk("ccv3", v3(), b"zTXt")),
                as_json(v3()),
                zip_of({"card.json": as_json(v3()), "assets/icon/a.png": PICTURE}),
            ]
        )
    )
    at = data.draw(st.integers(0, len(whole) - 1))
    new = data.draw(st.binary(max_size=4))
    cut = data.draw(st.integers(0, 4))
    try:
        read = read_card(whole[:at] + new + whole[at + cut :], "x")
    except UserError:
        return
    for kind in CardKind:
        picture = read.picture if read.picture[:4] == PICTURE[:4] else b""
        try:
            card_bytes(read.card, picture, kind)
        except UserError:
            assert kind is CardKind.PNG
