"""Those who call: honest ones, slow ones, and floods of bad events. Each keeps the books of its own
events: what it sent, and what it was told became of them."""
import asyncio
import gzip
import json
import random
import socket

from soaking import events
from soaking.books import TOLD_FORWARDED, TOLD_KEPT

ANSWER_SECONDS = 30
FLOOD_BATCH = 200  # events, 65 KB
HEAD = ("POST {path} HTTP/1.1\r\nHost: api.segment.io\r\nContent-Type: application/json\r\n"
        "Authorization: Basic c29hay13cml0ZS1rZXk6\r\nContent-Length: {length}\r\n{more}\r\n")
GONE = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError)


class Answer:
    def __init__(self, head, body):
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1])
        self.fields = {name.lower(): value.strip() for name, _, value in
                       (line.partition(":") for line in lines[1:])}
        self.body = body


async def read_answer(reader):
    while True:
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 1"):
            break
    answer = Answer(head, b"")
    length = int(answer.fields.get("content-length", 0))
    answer.body = await reader.readexactly(length)
    return answer


def request(path, text, more=""):
    body = text if isinstance(text, bytes) else text.encode()
    return HEAD.format(path=path, length=len(body), more=more).encode() + body


class Callers:
    """port: the proxy's. ending: set when no new request is to begin."""

    def __init__(self, books, port, seed, ending):
        self.books, self.port, self.ending = books, port, ending
        self.rng = random.Random(seed)
        self.bad_share = 0.15
        self.most_events = 0

    def make(self, kind):
        number = self.books.number(kind)
        return number, events.call(number, kind)

    def kind(self):
        draw = self.rng.random()
        if draw < self.bad_share:
            return events.BAD
        if draw < self.bad_share * 2:
            return events.SWINGING
        return events.FIXABLE if draw < self.bad_share * 2 + 0.1 else events.CLEAN

    async def connect(self, receive_buffer=None):
        sock = socket.socket()
        sock.setblocking(False)
        if receive_buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        try:
            await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", self.port))
            return await asyncio.open_connection(sock=sock, limit=4096 if receive_buffer else 2 ** 20)
        except OSError:
            sock.close()
            raise

    # What an answer tells of the events of its request, in their order.
    def note(self, numbers, answer):
        self.books.counts[f"answers {answer.status}"] += 1
        if answer.status == 400 and json.loads(answer.body).get("code") == "events-rejected":
            self.books.tell(numbers, TOLD_KEPT)
        elif answer.status // 100 == 2:
            self.note_taken(numbers, answer)

    def note_taken(self, numbers, answer):
        results = json.loads(answer.body).get("results") if answer.body else None
        if results is None:
            return self.books.tell(numbers, TOLD_FORWARDED)
        if len(results) != len(numbers):
            return self.books.complain(f"{len(numbers)} events had {len(results)} results")
        stayed = [one["verdict"] == "reject" for one in results]
        self.books.tell([n for n, stays in zip(numbers, stayed) if stays], TOLD_KEPT)
        self.books.tell([n for n, stays in zip(numbers, stayed) if not stays], TOLD_FORWARDED)

    async def honest(self):
        """Singles and batches on a kept connection; what was not acknowledged is now and then sent again."""
        connection = None
        while not self.ending.is_set():
            await asyncio.sleep(self.rng.expovariate(1 / 0.01))
            single = self.rng.random() < 0.7
            made = [self.make(self.kind()) for _ in range(1 if single else self.rng.randint(2, 20))]
            numbers = [number for number, _ in made]
            text = made[0][1] if single else events.batch(text for _, text in made)
            path = "/v1/track" if single else "/v1/batch"
            for attempt in range(self.rng.choice((1, 1, 1, 3))):
                connection, answer = await self.ask(connection, numbers, path, text, attempt)
                if answer is not None and answer.status < 429:
                    break
                await asyncio.sleep(self.rng.uniform(0.05, 0.3))
        self.leave(connection)

    async def ask(self, connection, numbers, path, text, attempt):
        more = f"X-Retry-Count: {attempt}\r\n" if attempt else ""
        body = text.encode()
        if self.rng.random() < 0.1:
            body, more = gzip.compress(body, 1, mtime=0), more + "Content-Encoding: gzip\r\n"
        try:
            if connection is None:
                connection = await self.connect()
            reader, writer = connection
            self.books.sending(numbers)
            writer.write(request(path, body, more))
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await read_answer(reader)
            self.note(numbers, answer)
        except GONE as gone:
            self.books.counts["no answer"] += 1
            if isinstance(gone, TimeoutError):
                self.books.complain(f"no answer and no end of the connection in {ANSWER_SECONDS} s")
            self.leave(connection)
            return None, None
        except (ValueError, LookupError) as fault:
            self.books.complain(f"an answer that cannot be read: {fault!r}")
            self.leave(connection)
            return None, None
        if answer.fields.get("connection") == "close":
            self.leave(connection)
            return None, answer
        return connection, answer

    @staticmethod
    def leave(connection):
        if connection is not None:
            connection[1].close()

    async def flood(self):
        """Batches of bad events, one after the other, as fast as they are answered."""
        connection = None
        while not self.ending.is_set():
            if len(self.books.kinds) > self.most_events:
                return self.leave(connection)
            made = [self.make(events.BAD) for _ in range(FLOOD_BATCH)]
            text = events.batch(text for _, text in made)
            self.books.counts["flood batches"] += 1
            connection, answer = await self.ask(connection, [n for n, _ in made], "/v1/batch", text, 0)
            if answer is None or answer.status >= 429:
                await asyncio.sleep(0.05)
            await asyncio.sleep(0)
        self.leave(connection)

    async def slow(self):
        """One slow client after the other: head, body or answer, piece by piece; some leave half-way."""
        while not self.ending.is_set():
            how = self.rng.choice(("head", "body", "answer", "nothing"))
            self.books.counts[f"slow {how}"] += 1
            connection = None
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    connection = await self.connect(4096 if how == "answer" else None)
                    await getattr(self, f"slow_{how}")(*connection)
            except ConnectionRefusedError:
                self.books.counts["connections refused: it was being started again"] += 1
            except GONE:
                self.books.counts["slow ones cut off"] += 1
            self.leave(connection)
            await asyncio.sleep(self.rng.uniform(0.05, 0.5))

    async def pause(self):
        try:
            await asyncio.wait_for(self.ending.wait(), self.rng.uniform(0.02, 0.6))
        except TimeoutError:
            pass

    async def in_pieces(self, writer, data, pieces):
        size = max(1, len(data) // pieces)
        leaves_at = self.rng.randrange(pieces) if self.rng.random() < 0.3 else pieces + 2
        for number, at in enumerate(range(0, len(data), size)):
            if number == leaves_at:
                raise ConnectionAbortedError
            writer.write(data[at:at + size])
            await writer.drain()
            await self.pause()

    async def slow_head(self, reader, writer):
        number, text = self.make(events.CLEAN)
        data = request("/v1/track", text)
        end = data.find(b"\r\n\r\n") + 2
        self.books.sending([number])
        await self.in_pieces(writer, data[:end], self.rng.randint(2, 12))
        writer.write(data[end:])
        self.note([number], await read_answer(reader))

    async def slow_body(self, reader, writer):
        made = [self.make(self.kind()) for _ in range(self.rng.randint(1, 40))]
        data = request("/v1/batch", events.batch(text for _, text in made))
        end = data.find(b"\r\n\r\n") + 4
        numbers = [number for number, _ in made]
        self.books.sending(numbers)
        writer.write(data[:end])
        await self.in_pieces(writer, data[end:], self.rng.randint(2, 14))
        self.note(numbers, await read_answer(reader))

    async def slow_answer(self, reader, writer):
        """Asks for the verdict on a hundred events, which is long, and takes it bit by bit."""
        made = [self.make(events.ASKED) for _ in range(100)]
        self.books.sending([number for number, _ in made])
        writer.write(request("/v1/validate/batch", events.batch(text for _, text in made)))
        for _ in range(self.rng.randint(1, 60)):
            if not await reader.read(2048):
                raise ConnectionResetError
            if self.ending.is_set():
                return
            await asyncio.sleep(self.rng.uniform(0.01, 0.3))

    async def slow_nothing(self, reader, writer):
        await self.pause()
