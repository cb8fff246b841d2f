"""Does the journal still say what it said? Finds what was changed, taken out, put in or put in another order.

Three passes, each streaming, over one snapshot of the database: every chain with the hash of each event; the heads on
the rows whose life the chains tell; the seals with the events they cover. A fourth compares the words that people
wrote with their digests, for whoever hands over where those words stand.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from django.db import connection, transaction

from tanggap.journal import feed, merkle
from tanggap.journal.canon import event_hash, seal_hash
from tanggap.journal.digest import SAID, digest
from tanggap.journal.models import Event, Seal, Stream

ROWS_AT_A_TIME = 5000


class Spoken(NamedTuple):
    """Words that came with an event, as they stand today. ``redacted``: taken out on purpose, the salt destroyed."""

    stream: str
    seq: int
    text: str
    salt: str
    redacted: bool


class Trouble(NamedTuple):
    """One thing that is not as it was."""

    place: str
    sentence: str


@dataclass
class Verdict:
    """What verify found. ``redacted`` is no trouble: it says which words were taken out on purpose."""

    events: int = 0
    streams: int = 0
    seals: int = 0
    unsealed: int = 0
    head: str = ""
    troubles: list[Trouble] = field(default_factory=list)
    redacted: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.troubles

    def say(self, place: str, sentence: str) -> None:
        self.troubles.append(Trouble(place, sentence))


def verify(spoken: Callable[[], Iterable[Spoken]] | None = None) -> Verdict:
    """Read the whole journal and say what is wrong with it; changes nothing."""
    alone = not connection.in_atomic_block
    verdict = Verdict()
    with transaction.atomic():
        if alone:
            # Reports go on being filed meanwhile: all passes must see the same moment.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        words = _check_chains(verdict)
        for model in _streams():
            _check_heads(verdict, model)
        _check_owners(verdict)
        _check_seals(verdict)
        if spoken is not None:
            _check_words(verdict, spoken, words)
    return verdict


def _check_chains(verdict: Verdict) -> int:
    """Each event's own hash, its place in its chain, and its link to the one before. Returns how many hold words."""
    words = 0
    stream, seq, head = "", 0, ""
    for event in Event.objects.order_by("stream", "seq").iterator(chunk_size=ROWS_AT_A_TIME):
        if event.stream != stream:
            stream, seq, head = event.stream, 0, ""
            verdict.streams += 1
        place = f"{stream}#{event.seq}"
        if event.seq != seq + 1:
            verdict.say(f"{stream}#{seq + 1}", "missing" if event.seq == seq + 2 else f"missing up to #{event.seq - 1}")
        elif event.prev != head:
            verdict.say(place, "does not follow from the event before it")
        if event_hash(event) != event.hash:
            verdict.say(place, "was changed: its hash belongs to other contents")
        seq, head = event.seq, event.hash
        verdict.events += 1
        words += SAID in event.data
    return words


def _streams() -> list[type[Stream]]:
    """Every model whose rows have a chain."""
    return [model for model in Stream.__subclasses__() if not model._meta.abstract]


HEADS = """
SELECT owner.{key}, owner.journal_seq, owner.journal_head, tip.seq, tip.hash
FROM {table} owner
LEFT JOIN LATERAL (
    SELECT seq, hash FROM journal_event WHERE stream = %s || owner.{key} ORDER BY seq DESC LIMIT 1
) tip ON true
WHERE (owner.journal_seq, owner.journal_head) IS DISTINCT FROM (coalesce(tip.seq, 0), coalesce(tip.hash, ''))
ORDER BY owner.{key}
"""


def _check_heads(verdict: Verdict, model: type[Stream]) -> None:
    """The last event of each chain against the head on its row: an end that was cut off or added shows here."""
    quote = connection.ops.quote_name
    query = HEADS.format(table=quote(model._meta.db_table), key=quote(str(model._meta.pk.column)))
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{model._meta.model_name}:"])
        for key, seq, head, tip_seq, tip_hash in cursor.fetchall():
            place = f"{model._meta.model_name}:{key}"
            if (tip_seq or 0) < seq:
                verdict.say(f"{place}#{seq}", "missing at the end of its chain")
            elif (tip_seq or 0) > seq:
                verdict.say(f"{place}#{tip_seq}", "was added: the row it tells of does not know it")
            elif head != tip_hash:
                verdict.say(f"{place}#{seq}", "is not the event that its row was left with")


ORPHANS = """
SELECT DISTINCT stream FROM journal_event
WHERE split_part(stream, ':', 1) = %s
  AND NOT EXISTS (SELECT FROM {table} owner WHERE owner.{key}::text = split_part(stream, ':', 2))
ORDER BY stream
"""
STRANGERS = """
SELECT DISTINCT stream FROM journal_event WHERE NOT (split_part(stream, ':', 1) = ANY(%s)) ORDER BY stream
"""


def _check_owners(verdict: Verdict) -> None:
    """Chains whose row is gone, and chains of a kind that nothing in the city has."""
    quote = connection.ops.quote_name
    names = []
    with connection.cursor() as cursor:
        for model in _streams():
            names.append(str(model._meta.model_name))
            query = ORPHANS.format(table=quote(model._meta.db_table), key=quote(str(model._meta.pk.column)))
            cursor.execute(query, [names[-1]])
            for (stream,) in cursor.fetchall():
                verdict.say(stream, "has a history but no row")
        cursor.execute(STRANGERS, [names])
        for (stream,) in cursor.fetchall():
            verdict.say(stream, "is a history of nothing that is known here")


def _check_seals(verdict: Verdict) -> None:
    """The chain of seals, and that each still covers exactly the events it was set upon."""
    events = feed.in_order().only("id", "tx", "hash").iterator(chunk_size=ROWS_AT_A_TIME)
    covered = _Covered(events)
    for seal in Seal.objects.order_by("pk").iterator(chunk_size=ROWS_AT_A_TIME):
        place = f"seal {seal.pk}"
        if seal.prev != verdict.head:
            verdict.say(place, "does not follow from the seal before it")
        if seal_hash(seal) != seal.hash:
            verdict.say(place, "was changed: its hash belongs to other contents")
        root = merkle.root(covered.up_to(feed.Place(seal.last_tx, seal.last_id)))
        if covered.count != seal.count or root != seal.root:
            verdict.say(place, f"covers {seal.count} events, but what stands there now ({covered.count}) is not those")
        verdict.head = seal.hash
        verdict.seals += 1
    verdict.unsealed = covered.rest()


class _Covered:
    """The events in feed order, handed out seal by seal."""

    def __init__(self, events: Iterator[Event]) -> None:
        self.events = events
        self.next = next(events, None)
        self.count = 0

    def up_to(self, last: feed.Place) -> Iterator[str]:
        self.count = 0
        while self.next is not None and feed.place_of(self.next) <= last:
            self.count += 1
            yield self.next.hash
            self.next = next(self.events, None)

    def rest(self) -> int:
        return (self.next is not None) + sum(1 for _ in self.events)


def _check_words(verdict: Verdict, spoken: Callable[[], Iterable[Spoken]], expected: int) -> None:
    """What people wrote against its digest in the journal."""
    found = 0
    for batch in _batches(spoken()):
        events = {
            (event.stream, event.seq): event.data.get(SAID)
            for event in Event.objects.filter(stream__in={words.stream for words in batch}).only(
                "stream", "seq", "data"
            )
        }
        for words in batch:
            said = events.get((words.stream, words.seq))
            found += said is not None
            _check_one(verdict, words, said)
    if found != expected:
        _find_missing(verdict, spoken)


def _check_one(verdict: Verdict, words: Spoken, said: str | None) -> None:
    place = f"{words.stream}#{words.seq}"
    if said is None:
        verdict.say(place, "has words that no event tells of")
    elif words.redacted:
        verdict.redacted.append(place)
    elif not words.salt or digest(words.text, words.salt) != said:
        verdict.say(place, "has other words than were written")


def _find_missing(verdict: Verdict, spoken: Callable[[], Iterable[Spoken]]) -> None:
    there = {(words.stream, words.seq) for words in spoken()}
    for event in Event.objects.filter(data__has_key=SAID).order_by("stream", "seq").iterator(chunk_size=ROWS_AT_A_TIME):
        if (event.stream, event.seq) not in there:
            verdict.say(f"{event.stream}#{event.seq}", "has lost its words")


def _batches(spoken: Iterable[Spoken]) -> Iterator[list[Spoken]]:
    rest = iter(spoken)
    while batch := list(islice(rest, 1000)):
        yield batch
