"""From words to a report: how often the suggestions are right on messages in the manner of real ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tanggap.channels.understanding import EMERGENCY, SOON, USUAL, understand
from tests.messages.reading import Figures

MOST_MILLISECONDS = 2.0

Measure = Callable[[str], Figures]


def test_suggestions_are_mostly_right_when_messages_come_as_people_write_them(measured: Measure) -> None:
    figures = measured("messages.csv")
    told = "\n".join([str(figures), *figures.wrong])
    assert figures.categories_right >= 0.75 * figures.categories_answered, told
    assert figures.categories_found >= 0.6 * figures.with_category, told
    assert figures.kelurahan_right >= 0.9 * figures.kelurahan_answered, told
    assert figures.kelurahan_found >= 0.7 * figures.with_kelurahan, told
    assert figures.emergencies >= 40, told
    assert figures.emergencies_caught == figures.emergencies, told
    assert figures.false_alarms <= 0.1 * (figures.messages - figures.emergencies), told
    assert figures.milliseconds < MOST_MILLISECONDS, told


@pytest.mark.parametrize("file", ["further.csv", "fresh.csv", "blind.csv"])
def test_suggestions_are_mostly_right_when_messages_were_written_later(measured: Measure, file: str) -> None:
    figures = measured(file)
    told = "\n".join([str(figures), *figures.wrong])
    assert figures.categories_right >= 0.75 * figures.categories_answered, told
    assert figures.kelurahan_right >= 0.9 * figures.kelurahan_answered, told
    assert figures.false_alarms <= 0.1 * (figures.messages - figures.emergencies), told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "kelurahan"),
    [
        ("sampah di kel menteng", "Menteng"),
        ("sampah di kelurahan Menteng Dalam", "Menteng Dalam"),
        ("got mampet di menteng dalem", "Menteng Dalam"),
        ("macet di jl menteng raya", None),
        ("lubang di jalan menteng", None),
        ("jalan baru rusak", None),
        ("jalan rusak di kel baru", "Baru"),
        ("ada gunung sampah", None),
        ("sampah di gunung, kebayoran baru", "Gunung"),
        ("di tengah jalan ada lubang", None),
        ("kp melayu banjir", "Kampung Melayu"),
        ("lampu mati pinang ranti jaktim", "Pinangranti"),
        ("banjir di setiabudi", "Setia Budi"),
        ("banjir di pejatn barat", "Pejaten Barat"),
        ("kelurahan kebun jeruk", "Kebon Jeruk"),
        ("sampah di jatinegara", None),
        ("sampah di kel jatinegara", "Jatinegara"),
        ("kel bangka eh kuningan barat", "Kuningan Barat"),
        ("macet di cipete", None),
        ("macet antara tomang dan slipi", None),
        ("kel tomang jaksel", None),
        ("PKL di blok m", "Melawai"),
        ("macet di jalan sabang", "Kebon Sirih"),
        ("kali angke meluap", None),
        ("urus surat di kelurahan", None),
        ("", None),
    ],
)
def test_kelurahan_is_named_only_where_it_is_clear(text: str, kelurahan: str | None) -> None:
    found = understand(text).kelurahan
    assert (found.name if found else None) == kelurahan


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rumah kebakaran cepat tolong", EMERGENCY),
        ("bekas kebakaran bulan lalu belum dibersihkan", USUAL),
        ("sosialisasi pencegahan kebakaran", USUAL),
        ("harga cabai kebakaran jenggot", USUAL),
        ("tembok miring takut roboh", SOON),
        ("sering kecelakaan di sini", SOON),
        ("taman kotor", USUAL),
    ],
)
def test_urgency_tells_danger_from_talk_of_danger(text: str, expected: str) -> None:
    assert understand(text).urgency == expected


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["tes", "p", "promo pinjaman online cair hubungi wa", "kapan ya", "😀", "12345"])
def test_nothing_is_understood_where_nothing_is_said(text: str) -> None:
    found = understand(text)
    assert (found.category, found.kelurahan_code, found.emergency) == (None, None, None)
    assert (found.category_score, found.kelurahan_score) == (0, 0)
