"""What officers do in a browser, in one call each: sign in, make a move, take a proof."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests import people, pictures


def sign_in(page: Page, person: people.Person) -> Page:
    """Through the door as everyone: password, then the code of the app."""
    people.with_second_factor(person)
    page.goto("/konsol/")
    page.get_by_label("E-mail kantor").fill(person.email)
    page.get_by_label("Kata sandi", exact=True).fill(people.PASSWORD)
    page.get_by_role("button", name="Lanjut").click()
    page.locator("[name=code]").fill(people.code_now())
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(re.compile(r"/konsol/(lapangan|validasi|meja|dasbor)?$"))
    return page


def act(page: Page, number: str, label: str, **said: Any) -> None:
    """Make one move on the report page: unfold it, fill in what it asks for by label, send."""
    page.goto(f"/konsol/laporan/{number}")
    move = unfold(page.locator("#act"), label)
    for name, value in said.items():
        field = move.locator(f"[name$='-{name}']")
        field.fill(value)
    move.get_by_role("button", name=label).click()
    page.wait_for_url(f"**/konsol/laporan/{number}")


def unfold(place: Locator, label: str) -> Locator:
    """One move of a panel, opened."""
    move = place.locator("details.choice", has=place.page.locator("summary", has_text=label))
    if move.get_attribute("open") is None:
        move.locator("summary").first.click()
    return move


def upload_proof(page: Page, number: str, *, seed: int, folder: Path) -> None:
    """Send a proof photo from the gallery of the device, on the field page."""
    page.goto(f"/konsol/lapangan/{number}")
    photo = folder / f"bukti-{seed}.jpg"
    photo.write_bytes(pictures.body(pictures.scene(seed, size=(1200, 900))))
    page.locator("#proof-file").set_input_files(photo)
    page.get_by_role("button", name="Kirim foto bukti").click()
    page.wait_for_url(f"**/konsol/lapangan/{number}*")


def finish(page: Page, number: str, *, words: str) -> None:
    """Say on the field page that it is done."""
    page.goto(f"/konsol/lapangan/{number}")
    page.get_by_label("Apa yang sudah dikerjakan").fill(words)
    page.get_by_role("button", name="Selesai", exact=True).click()
    page.wait_for_url("**/konsol/lapangan")
