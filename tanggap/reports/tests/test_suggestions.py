"""Which category people's words are about, on the real words of the pack."""

from __future__ import annotations

import pytest
from django.utils import translation

from tanggap.reports.suggestions import emergency_in, suggest, tokens

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("jalan berlubang di depan rumah", "jalan"),
        ("jln rusak parah byk lobang2", "jalan"),
        ("PJU padam sejak senin", "jalan"),
        ("Sampah numpuk di pinggir jalan Melati udah 3 hari ga diangkut", "sampah"),
        ("tumpukan sampah liar", "sampah"),
        ("mobil parkir sembarangan di trotoar", "parkir-liar"),
        ("banyak PKL di trotoar", "pkl-liar"),
        ("Pohon tumbang menutup jalan", "pohon"),
        ("got mampet, bau", "saluran-air"),
        ("banjir selutut di RT 5", "banjir"),
        ("tutup got hilang", "tutup-saluran"),
        ("mati lampu dari tadi pagi", "jaringan-listrik"),
        ("air PAM mati", "jaringan-air-bersih"),
        ("ada pengemis di jalan Sudirman", "pmks"),
        ("karaoke keras tiap malam", "gangguan-trantib"),
        ("KTP saya belum jadi", "ktp"),
        ("bakar sampah asapnya ganggu", "pencemaran-lingkungan"),
        ("ada yang merokok di halte", "kdm-iklan-rokok"),
        ("halte rusak", "jpo-halte"),
        ("lampu merah mati di perempatan", "arus-lalu-lintas"),
        ("petugas minta uang saat urus KTP", "pungutan-liar"),
        ("nyamuk banyak, minta fogging", "dbd"),
        ("bangunan tanpa izin", "tata-ruang-bangunan"),
        ("there is a pothole on the road", "jalan"),
        ("garbage on the street", "sampah"),
        ("trotoarnya rusak", "trotoar"),
        ("SÀMPAH!!! 🗑️🗑️", "sampah"),
    ],
)
def test_words_lead_to_the_category(text: str, category: str) -> None:
    assert suggest(text)[0].category.code == category


@pytest.mark.parametrize(
    "text", ["", "   ", "halo apa kabar", "asdf qwer", "🔥🔥", "12345", "مرحبا بالعالم", "yg di ke dari"]
)
def test_unknown_words_suggest_nothing(text: str) -> None:
    assert suggest(text) == []


def test_place_is_offered_after_the_matter() -> None:
    assert [one.category.code for one in suggest("ada yang merokok di halte")] == ["kdm-iklan-rokok", "jpo-halte"]


def test_at_most_three_are_offered_the_likeliest_first() -> None:
    offered = suggest("sampah pohon parkir banjir macet trotoar rusun")
    assert len(offered) == 3
    assert [one.score for one in offered] == sorted((one.score for one in offered), reverse=True)
    assert all(0 < one.score <= 1 for one in offered)


def test_long_text_is_read_in_no_time() -> None:
    assert suggest("sampah " * 20_000)[0].category.code == "sampah"


def test_tokens_drop_case_accents_endings_and_doublings() -> None:
    assert tokens("Lubang-lubangnya BESAR2, é") == ["lubang", "besar", "e"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ada kebakaran di gang", "113"),
        ("kebakaran kemarin di rumah tetangga", "113"),
        ("rumah kobong tolong", "113"),
        ("KEBAKARANNYA besar", "113"),
        ("anak hanyut di kali", "112"),
        ("pohon tumbang menimpa mobil, ada yang terjebak", "112"),
        ("ada begal", "110"),
        ("korban pingsan", "119"),
        ("there is a fire", "113"),
    ],
)
def test_emergency_words_name_whom_to_call(text: str, number: str) -> None:
    hint = emergency_in(text)
    assert hint is not None
    assert hint.number == number


@pytest.mark.parametrize(
    "text", ["", "sampah menumpuk", "bukan kebakaran kok", "tidak ada korban jiwa", "pemadam lewat", "firewall"]
)
def test_no_hint_where_nothing_sounds_like_it(text: str) -> None:
    assert emergency_in(text) is None


def test_hint_speaks_the_readers_language() -> None:
    hint = emergency_in("kebakaran")
    assert hint is not None
    assert str(hint.name) == "Pemadam kebakaran"
    with translation.override("en"):
        assert str(hint.name) == "Fire brigade"
