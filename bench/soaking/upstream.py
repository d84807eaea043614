"""The upstream of a soak, a process of its own: takes events, and now and then has a bad moment.

What it takes it keeps count of, by number; what it has answered with 200, or would have had the
connection lived, it has taken. At the end of its standard input it writes its three counts into the
file it was given, and ends. Printed first: its port.
"""
import asyncio
import gzip
import json
import random
import socket
import struct
import sys

from soaking.events import NUMBER, NUMBER_IN_BYTES

HEAD = b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n"
TAKEN_BODY = b'{"success": true}'
TAKEN = HEAD % (200, b"OK", len(TAKEN_BODY), b"") + TAKEN_BODY
REFUSED = HEAD % (503, b"Service Unavailable", 0, b"Retry-After: 1\r\n")
LATE_IN_TIME, LATE = (0.05, 0.5), (2.5, 3.5)  # seconds; the proxy waits for 2
# Of a thousand requests; the rest is taken and answered.
MOODS = (("refuse", 20), ("late", 10), ("too-late", 4), ("close", 8), ("reset", 8), ("answer-and-close", 10),
         ("torn-head", 4), ("torn-body", 4))
MOST_NUMBER = 20_000_000  # nobody sends that many


class Account:
    """How often each number was taken, read and broken off, read and refused."""

    def __init__(self, sabotage):
        self.counts = {"taken": bytearray(), "broken": bytearray(), "refused": bytearray()}
        self.totals = dict.fromkeys(("requests", "unreadable", *(name for name, _ in MOODS)), 0)
        self.sabotage, self.singles = sabotage, 0

    def add(self, where, numbers, mood):
        times = self.times(numbers, mood)
        for number in numbers:
            if number > MOST_NUMBER:
                continue
            counts = self.counts[where]
            if number >= len(counts):
                counts.extend(bytes(number + 1024 - len(counts)))
            counts[number] = min(counts[number] + times, 255)

    def times(self, numbers, mood):
        """1, but for three single events that a sabotaged upstream forgets or takes twice."""
        if self.sabotage not in ("forget", "twice") or mood != "take" or len(numbers) != 1:
            return 1
        self.singles += 1
        if self.singles not in (50, 100, 150):
            return 1
        return 0 if self.sabotage == "forget" else 2

    def write(self, path):
        with open(path, "w") as out:
            json.dump({"totals": self.totals, **{key: value.hex() for key, value in self.counts.items()}}, out)


def numbers_in(head, body, totals):
    """Those of the calls; of a body that nobody can read, whatever looks like one."""
    try:
        text = gzip.decompress(body) if b"\r\ncontent-encoding: gzip" in head.lower() else body
        whole = json.loads(text)
        calls = whole.get("batch", [whole])
        return [int(NUMBER.match(one["messageId"])[1]) for one in calls]
    except (ValueError, OSError, TypeError, KeyError, AttributeError):
        totals["unreadable"] += 1
        return [int(number) for number in NUMBER_IN_BYTES.findall(body)]


class Connection(asyncio.Protocol):
    def __init__(self, account, rng):
        self.account, self.rng, self.read = account, rng, b""

    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data):
        self.read += data
        while True:
            end = self.read.find(b"\r\n\r\n")
            if end < 0:
                return
            length = 0
            for line in self.read[:end].lower().split(b"\r\n")[1:]:
                if line.startswith(b"content-length:"):
                    length = int(line[15:])
            if len(self.read) < end + 4 + length:
                return
            head, body = self.read[:end + 2], self.read[end + 4:end + 4 + length]
            self.read = self.read[end + 4 + length:]
            self.serve(head, body)

    def serve(self, head, body):
        self.account.totals["requests"] += 1
        numbers = numbers_in(head, body, self.account.totals) if body else []
        draw, mood = self.rng.random() * 1000, "take"
        for name, share in MOODS:
            if draw < share:
                mood = name
                break
            draw -= share
        if mood in self.account.totals:
            self.account.totals[mood] += 1
        where = {"refuse": "refused", "close": "broken", "reset": "broken"}.get(mood, "taken")
        self.account.add(where, numbers, mood)
        getattr(self, mood.replace("-", "_"))()

    def take(self):
        if not self.transport.is_closing():
            self.transport.write(TAKEN)

    def refuse(self):
        self.transport.write(REFUSED)

    def late(self):
        asyncio.get_running_loop().call_later(self.rng.uniform(*LATE_IN_TIME), self.take)

    def too_late(self):
        asyncio.get_running_loop().call_later(self.rng.uniform(*LATE), self.take)

    def close(self):
        self.transport.close()

    def reset(self):
        self.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def answer_and_close(self):
        self.take()
        self.close()

    def torn_head(self):
        self.transport.write(TAKEN[:20])
        self.close()

    def torn_body(self):
        self.transport.write(TAKEN[:-5])
        self.close()


async def serve(seed, sabotage, path):
    rng = random.Random(seed)
    account = Account(sabotage)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(account, rng), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until whoever started us is done
    account.write(path)


def main(words):
    asyncio.run(serve(int(words[0]), words[1], words[2]))
