#!/bin/sh
# segment-analytics-python 2.3.6 takes a 400 for final only if its JSON has `code` and `message`.
#
# A guess: the status decides, 4xx is final. Seen: the library builds its own error of the two members
# of the answer; where one is missing, that fails with KeyError, which is no error it knows, and the
# batch is sent again until `max_retries` is used up, while the one thread that sends waits. So an RFC
# 9457 problem document (type, title, status, detail) is no final answer for it, and any JSON object
# with those two strings is.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check segment-analytics-python==2.3.6

cat >count.py <<'PY'
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from segment.analytics.client import Client

logging.disable(logging.CRITICAL)


def requests_for(body):
    seen = []

    class Refuse(BaseHTTPRequestHandler):
        def do_POST(self):
            seen.append(self.rfile.read(int(self.headers["Content-Length"])))
            text = json.dumps(body).encode()
            self.send_response(400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Refuse)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = Client("none", host=f"http://127.0.0.1:{server.server_port}", max_retries=2)
    client.track("u1", "Boat Rented")
    client.shutdown()
    server.shutdown()
    return len(seen)


print("problem document:", requests_for({"title": "Bad Request", "detail": "no such event"}))
print("code and message:", requests_for({"code": "rejected", "message": "no such event"}))
PY
venv/bin/python count.py | tee seen

printf 'problem document: 3\ncode and message: 1\n' >wanted
if ! cmp -s seen wanted; then
  echo "changed: wanted three requests without code and message, one with them" >&2
  exit 1
fi
echo "segment-analytics-python 2.3.6: a 400 without code and message is sent twice more"
