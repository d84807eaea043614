"""The books of a soak: what was sent, what callers were told, and the laws that must hold at the end.

An event is a number; what is known of it lies in arrays, some thirty bytes an event. The upstream's
and the quarantine's accounts come in at the end, and broken() lists what does not add up.
"""
import array
import collections
import time

from soaking import events

TOLD_NOTHING, TOLD_FORWARDED, TOLD_KEPT = range(3)
MOST_NAMED = 20  # numbers of events in a complaint


class Books:
    def __init__(self):
        self.began = time.monotonic()
        self.kinds = bytearray(1)    # of each number; number 0 is nobody's
        self.told = bytearray(1)
        self.sends = bytearray(1)    # how often its caller sent it
        self.turns = bytearray(1)    # in which turn
        self.sent_at = array.array("d", [0])
        self.told_at = array.array("d", [0])
        self.counts = collections.Counter()
        self.complaints = []         # laws found broken on the way
        self.turn = 0

    def now(self):
        return time.monotonic() - self.began

    def number(self, kind):
        self.kinds.append(kind)
        self.told.append(TOLD_NOTHING)
        self.sends.append(0)
        self.turns.append(self.turn)
        self.sent_at.append(0)
        self.told_at.append(0)
        return len(self.kinds) - 1

    def sending(self, numbers):
        now = self.now()
        for number in numbers:
            if self.sends[number] == 0:
                self.sent_at[number] = now
            self.sends[number] = min(self.sends[number] + 1, 255)
        self.counts["events sent"] += len(numbers)

    def tell(self, numbers, told):
        now = self.now()
        for number in numbers:
            self.told[number] = told
            self.told_at[number] = now
        self.counts["told forwarded" if told == TOLD_FORWARDED else "told kept"] += len(numbers)

    def complain(self, what):
        if len(self.complaints) < MOST_NAMED:
            self.complaints.append(what)
        self.counts["complaints on the way"] += 1


class Kept:
    """What one store holds at the end: numbers in the order of its rows, and how many expired."""

    def __init__(self):
        self.rows = collections.Counter()
        self.oldest_first = []
        self.expired = 0


def named(what, numbers):
    """A complaint with its numbers, or nothing."""
    if not numbers:
        return []
    ids = ", ".join(f"soak-{number}" for number in numbers[:MOST_NAMED])
    more = f" and {len(numbers) - MOST_NAMED} more" if len(numbers) > MOST_NAMED else ""
    return [f"{what}: {len(numbers)} events: {ids}{more}"]


class Laws:
    """taken, refused: how often the upstream took a number, and how often it read one and broke the
    connection, or said 503; kept: a Kept for each turn."""

    def __init__(self, books, taken, broken, refused, kept):
        self.books, self.taken, self.kept = books, taken, kept
        self.broken_off, self.refused = broken, refused
        self.numbers = range(1, len(books.kinds))

    def at_upstream(self, number):
        return number < len(self.taken) and self.taken[number]

    def came_there(self, number):
        return any(number < len(one) and one[number]
                   for one in (self.taken, self.broken_off, self.refused))

    def rows(self, number):
        return self.kept[self.books.turns[number]].rows[number]

    def where(self, law):
        return [number for number in self.numbers if law(number)]

    def broken(self):
        return [*self.books.complaints, *self.of_forwarded(), *self.of_kept(), *self.of_kinds(),
                *self.of_strangers()]

    def of_forwarded(self):
        told, once = self.books.told, self.books.sends
        yield from named("acknowledged as forwarded, and not at the upstream", self.where(
            lambda n: told[n] == TOLD_FORWARDED and not self.at_upstream(n)))
        yield from named("sent once, and twice at the upstream", self.where(
            lambda n: once[n] == 1 and self.at_upstream(n) > 1))
        yield from named("acknowledged as forwarded, and in the quarantine too", self.where(
            lambda n: told[n] == TOLD_FORWARDED and once[n] == 1 and self.rows(n)))
        yield from named("acknowledged as kept, and at the upstream too", self.where(
            lambda n: told[n] == TOLD_KEPT and once[n] == 1 and self.came_there(n)))

    def of_kept(self):
        yield from named("twice in the quarantine", self.where(lambda n: self.rows(n) > 1))
        for turn, kept in enumerate(self.kept):
            missing = [n for n in self.numbers if self.books.turns[n] == turn
                       and self.books.told[n] == TOLD_KEPT and not kept.rows[n]]
            yield from self.of_missing(missing, kept)

    def of_missing(self, missing, kept):
        """Expired are the oldest rows first: what was sent once an event that still lies there was
        acknowledged cannot have."""
        oldest = next((n for n in kept.oldest_first if self.books.told[n] == TOLD_KEPT), None)
        since = self.books.told_at[oldest] if oldest else 0
        lost = [n for n in missing if self.books.sent_at[n] > since] if oldest else []
        if len(missing) > kept.expired and not lost:
            lost = missing
        yield from named(f"acknowledged as kept, and not in the quarantine, of which {kept.expired} rows "
                         "have expired", lost)

    def of_kinds(self):
        kinds = self.books.kinds
        yield from named("rejected by every configuration, and at the upstream", self.where(
            lambda n: kinds[n] in events.NEVER_ON and self.came_there(n)))
        yield from named("clean by every configuration, and in the quarantine", self.where(
            lambda n: kinds[n] in events.NEVER_KEPT and self.rows(n)))
        yield from named("clean by every configuration, and told kept", self.where(
            lambda n: kinds[n] in events.NEVER_KEPT and self.books.told[n] == TOLD_KEPT))

    def of_strangers(self):
        last = self.numbers[-1] if len(self.numbers) else 0
        seen = {n for kept in self.kept for n in kept.rows if n > last}
        seen.update(n for one in (self.taken, self.broken_off, self.refused)
                    for n in range(last + 1, len(one)) if one[n])
        yield from named("never sent by anybody, and there", sorted(seen))

    def repeated(self):
        """Allowed, and told: sent once, read whole by the upstream that then broke the connection,
        and sent again by the proxy."""
        return len(self.where(lambda n: self.books.sends[n] == 1 and self.at_upstream(n) == 1
                              and n < len(self.broken_off) and self.broken_off[n]))
