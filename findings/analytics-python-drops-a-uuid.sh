#!/bin/sh
# segment-analytics-python 2.4.0 leaves out a property whose value is a UUID, and a list that holds one.
#
# A guess: it is made a string, as the library does with a UUID that is a message_id, or an error is
# raised, as json.dumps does. Seen: track() answers as if all was well, and `order_id=uuid4()` is not in
# the call; neither is a timedelta, a time or a Path. One such item takes its whole list of products
# along. A log line at "warning" is all there is. What a plan requires is missing on the wire, though
# the code plainly sets it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check segment-analytics-python==2.4.0

cat >drops.py <<'PY'
import json
import logging
import threading
from datetime import timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import UUID

from segment.analytics.client import Client

logging.disable(logging.CRITICAL)
bodies = []


class Take(BaseHTTPRequestHandler):
    def do_POST(self):
        bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Take)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = Client("none", host=f"http://127.0.0.1:{server.server_port}")
some_id = UUID("6b0c1f64-92c5-4a52-8f3a-0d4f7c1e2a39")
taken, _ = client.track(
    "u1",
    "Order Completed",
    {
        "order_id": some_id,
        "wait": timedelta(hours=2),
        "total": Decimal("19.99"),
        "currency": "EUR",
        "products": [{"product_id": "p1"}, some_id],
    },
    message_id=some_id,
)
client.shutdown()
server.shutdown()
call = bodies[0]["batch"][0]
print("track() says:", taken)
print("messageId:", call["messageId"])
print("properties:", json.dumps(call["properties"]))
PY
timeout 60 venv/bin/python drops.py | tee seen

cat >wanted <<'TEXT'
track() says: True
messageId: 6b0c1f64-92c5-4a52-8f3a-0d4f7c1e2a39
properties: {"total": 19.99, "currency": "EUR"}
TEXT
cmp -s seen wanted || { echo "changed: wanted three properties left out" >&2; exit 1; }
