"""The proxy under soak: its process, its configuration, and what can be read of it from outside."""
import asyncio
import os
import re
import signal
import socket
import subprocess
import time

from soaking import events
from soaking.books import Kept
from soaking.place import MB

START_SECONDS = 20
DRAIN_SECONDS = 3 + 10  # timeouts.drain, and a shared machine
HEAR_SECONDS = 20       # until a reload is in force


def free_ports(count):
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


class Proxy:
    """One at a time; every process it starts is ended by its own id."""

    def __init__(self, program, folder, upstream_port, connections, books):
        self.program, self.folder, self.books = os.path.abspath(program), folder, books
        self.port, self.admin = free_ports(2)
        self.facts = {"port": self.port, "admin": self.admin, "upstream": upstream_port,
                      "connections": connections}
        self.log = os.path.join(folder, "proxy.log")
        self.config = os.path.join(folder, "specgate.yaml")
        self.process = self.place = None
        self.wanted = False      # it should be running
        self.plan = 0
        for number, name in enumerate(events.PLANS):
            with open(os.path.join(folder, name), "w") as out:
                out.write(events.plan(number))

    def settle(self, place, keep_mb):
        self.place, self.keep_mb = place, keep_mb
        self.configure(self.plan)

    def configure(self, plan, text=events.CONFIG):
        """Written beside and renamed: nobody reads half of it."""
        if text is events.CONFIG:
            self.plan = plan
        with open(self.config + ".new", "w") as out:
            out.write(text.format(plan=events.PLANS[plan], headers="true" if plan == 0 else "false",
                                  store=self.place.store(), keep_mb=self.keep_mb, **self.facts))
        os.rename(self.config + ".new", self.config)

    async def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([self.program, "--config", self.config], cwd=self.folder,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            preexec_fn=self.place.limit)
        self.wanted = True
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            if await self.admin_text("/health") is not None:
                return True
            await asyncio.sleep(0.02)
        await self.kill()
        self.books.complain(f"the proxy did not start: {self.last_words()}")
        return False

    def died(self):
        return self.wanted and self.process.poll() is not None

    def last_words(self):
        with open(self.log, "rb") as log:
            log.seek(max(0, os.path.getsize(self.log) - 600))
            return log.read().decode(errors="replace").strip()

    async def kill(self):
        self.wanted = False
        self.process.kill()
        await asyncio.to_thread(self.process.wait)

    async def terminate(self):
        """It ends by itself within its drain time, with status 0."""
        if not self.wanted:
            return
        self.wanted = False
        self.process.send_signal(signal.SIGTERM)
        try:
            status = await asyncio.to_thread(self.process.wait, DRAIN_SECONDS)
            if status != 0:
                self.books.complain(f"ended by SIGTERM its status was {status}: {self.last_words()}")
        except subprocess.TimeoutExpired:
            self.books.complain(f"SIGTERM did not end it within {DRAIN_SECONDS} s")
            await self.kill()

    async def reload(self, plan, text=events.CONFIG):
        """SIGHUP with another configuration, heard when its count says so. A broken one changes nothing."""
        family = "specgate_reloads_total" if text is events.CONFIG else "specgate_reload_failures_total"
        before = await self.metric(family)
        self.configure(plan, text)
        self.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + HEAR_SECONDS
        while time.monotonic() < end and not self.died():
            now = await self.metric(family)
            if now is not None and now > (before or 0):
                return
            await asyncio.sleep(0.05)
        if not self.died():
            self.books.complain(f"a SIGHUP was not heard within {HEAR_SECONDS} s: {family} stayed")

    async def admin_text(self, path):
        """The body of an answer with 200, or None."""
        writer = None
        try:
            async with asyncio.timeout(10):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.admin)
                writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
                head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
                return body.decode() if head.startswith(b"HTTP/1.1 200") else None
        except (OSError, TimeoutError):
            return None
        finally:
            if writer is not None:
                writer.close()

    async def metric(self, name, text=None):
        text = text or await self.admin_text("/metrics") or ""
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.M)
        return None if found is None else float(found[1])

    def resident(self):
        """Bytes; None where it does not run just now."""
        try:
            with open(f"/proc/{self.process.pid}/status") as file:
                return int(re.search(r"VmRSS:\s+(\d+) kB", file.read())[1]) * 1024
        except (OSError, TypeError):
            return None

    def kept(self):
        """What the store holds, read by the command that operators use."""
        kept, command = Kept(), [self.program, "quarantine"]
        if not os.path.exists(self.place.store()):
            return kept
        list_one = subprocess.run([*command, "list", "--store", self.place.store(), "--limit", "1"], cwd=self.folder,
                                  capture_output=True, text=True, check=False)
        went = re.search(r"; (\d+) went for", list_one.stdout)
        kept.expired = int(went[1]) if went else 0
        numbers = []
        with subprocess.Popen([*command, "export", "--store", self.place.store()], cwd=self.folder,
                              stdout=subprocess.PIPE) as export:
            for line in export.stdout:
                numbers += [int(number) for number in events.NUMBER_IN_BYTES.findall(line)]
        if export.returncode != 0 or list_one.returncode != 0:
            self.books.complain(f"the quarantine cannot be read: {list_one.stderr.strip()}")
        kept.rows.update(numbers)
        kept.oldest_first = numbers[::-1]
        return kept


def megabytes(value):
    return "-" if value is None else f"{value / MB:.1f}"
