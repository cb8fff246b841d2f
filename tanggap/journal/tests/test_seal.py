"""Seals cover every committed event exactly once, also those whose transaction took long."""

from datetime import timedelta
from threading import Event as Signal
from threading import Thread

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tanggap.journal import feed, merkle
from tanggap.journal.models import Event, Seal
from tanggap.journal.seal import seal
from tanggap.journal.tests.history import MORNING, tell, thing


@pytest.mark.django_db(transaction=True)
def test_seals_follow_each_other_and_leave_nothing_out() -> None:
    tell(thing(), "file", "take", "resolve")
    first = seal(at=MORNING)
    assert first is not None
    assert (first.count, first.prev) == (3, "")
    assert seal(at=MORNING + timedelta(minutes=1)) is None
    tell(thing(), "file")
    second = seal(at=MORNING + timedelta(minutes=2))
    assert second is not None
    assert (second.count, second.prev) == (1, first.hash)


@pytest.mark.django_db(transaction=True)
def test_an_event_that_is_committed_late_is_neither_missed_nor_sealed_too_early() -> None:
    begun, may_end = Signal(), Signal()

    def slow() -> None:
        with transaction.atomic():
            tell(thing(), "file")
            begun.set()
            may_end.wait(10)
        connection.close()

    late = Thread(target=slow)
    late.start()
    assert begun.wait(10)
    (quick,) = tell(thing(), "file")
    assert feed.page() == []
    assert seal(at=MORNING) is None
    may_end.set()
    late.join()
    events = feed.page()
    assert events[-1] == quick
    assert len(events) == 2
    assert events[0].pk < quick.pk
    sealed = seal(at=MORNING)
    assert sealed is not None
    assert sealed.count == 2


@pytest.mark.django_db(transaction=True)
def test_a_feed_read_in_small_pages_holds_each_event_once_and_in_order() -> None:
    for _ in range(4):
        tell(thing(), "file", "take", "resolve")
    place, read = feed.START, []
    while page := feed.page(after=place, size=5):
        read += page
        place = feed.place_of(page[-1])
    assert read == list(Event.objects.order_by("tx", "id"))
    assert Seal.objects.count() == 0


@given(st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=40), st.data())
def test_a_root_changes_with_any_leaf_and_any_order(leaves: list[str], data: st.DataObject) -> None:
    assert merkle.root(leaves) == merkle.root(iter(leaves))
    if leaves:
        place = data.draw(st.integers(0, len(leaves) - 1))
        changed = [*leaves[:place], "ab" * 32, *leaves[place + 1 :]]
        assert (merkle.root(changed) == merkle.root(leaves)) == (changed == leaves)
        assert merkle.root(leaves[:place] + leaves[place + 1 :]) != merkle.root(leaves)
        swapped = sorted(leaves)
        assert (merkle.root(swapped) == merkle.root(leaves)) == (swapped == leaves)


def test_roots_are_those_of_rfc_6962() -> None:
    # Certificate Transparency's own test vectors: leaf hashes over "" and 0x00 among others are computed there too.
    assert merkle.root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root([""]) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    assert merkle.root(leaves) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
