"""The alphabet of text messages: lengths, seams, and what is written differently to save a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.carriers import gsm, smpp


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_lengths_are_those_of_the_standard(text: str, parts: int) -> None:
    assert gsm.segments(text) == parts


def test_neither_an_escaped_character_nor_a_surrogate_pair_is_torn() -> None:
    assert [len(part) for part in gsm.split("a" * 152 + "€" * 10).parts] == [152, 10]
    for part in gsm.split("ж" + "😀" * 60).parts:
        part.encode("utf-16-be").decode("utf-16-be")
        assert gsm.units(part) <= gsm.UCS2.chained


@given(st.text(alphabet=[letter for letter in gsm.BASIC if letter != "\x1b"] + list(gsm.EXTENSION)))
def test_what_is_basic_survives_the_way(text: str) -> None:
    assert gsm.decode(gsm.encode(text)) == text
    assert "".join(gsm.split(text).parts) == text
    assert gsm.plain(text.replace("\r", "")) == text.replace("\r", "")


@given(st.text(max_size=400))
def test_every_text_is_split_without_loss(text: str) -> None:
    text = text.encode("utf-16-be", "ignore").decode("utf-16-be")
    chain = gsm.split(text)
    assert "".join(chain.parts) == text
    limit = (gsm.GSM if chain.basic else gsm.UCS2)[len(chain.parts) > 1]
    assert max(gsm.units(part) if not chain.basic else len(gsm.encode(part)) for part in chain.parts) <= limit


def test_typography_accents_and_emoji_cost_no_second_message() -> None:
    said = gsm.plain("“Sudah beres” – kata Bu Zoë Šarić… 😀 30 °C")
    assert said == '"Sudah beres" - kata Bu Zoe Saric...  30  derajat C'
    assert gsm.is_basic(said)
    assert gsm.plain("é ñ à") == "é ñ à"


def test_what_has_no_other_spelling_is_left_as_it_is() -> None:
    assert gsm.plain("Halo 你好") == "Halo 你好"
    with pytest.raises(gsm.NotBasic):
        gsm.encode("你")


@pytest.mark.parametrize("text", ["kata " * 200, "x" * 900, "ж " * 300])
def test_a_long_text_is_cut_to_the_messages_it_may_take(text: str) -> None:
    cut = gsm.fit(text, 2)
    assert cut.endswith("...")
    assert gsm.segments(cut) == 2
    assert gsm.units(cut) > 100


@given(st.binary(max_size=300))
def test_bytes_that_are_no_message_break_nothing_but_their_own_reading(body: bytes) -> None:
    try:
        smpp.unpack(body)
    except smpp.Broken:
        pass


@given(st.text(alphabet=list("abc XYZ€[]éж😀"), min_size=1, max_size=400))
def test_a_chain_is_read_as_it_was_written(text: str) -> None:
    octets, coding = b"", 0
    for part, coding, esm_class in smpp.parts_of(text, reference=300):
        short = smpp.unpack(smpp.pack(smpp.Short("628", "0811", part, coding, esm_class)))
        assert len(part) <= 140 if coding else len(part) <= 160
        assert (short.chain is None) == (esm_class == 0)
        octets += short.octets
    assert smpp.decode(octets, coding) == text


def test_an_account_is_read_from_its_address() -> None:
    where = smpp.account("smpps://kota:s%40ndi@smsc.contoh.id:3551/VMA")
    assert where == smpp.Account("smsc.contoh.id", 3551, "kota", "s@ndi", "VMA", True)
    assert smpp.account("smpp://kota:x@smsc.contoh.id").port == smpp.PORT
    with pytest.raises(ValueError, match="expected"):
        smpp.account("http://smsc.contoh.id")
