"""python_driver.py WRITE_KEY HOST...: sends the calls on standard input, one of JSON a line, as one batch to each
HOST through the segment-analytics-python on PYTHONPATH; prints {"errors": […], "waits": […]} for each: what the
library told, and the waits that it asked for, in seconds. With HURRY in the environment no wait takes time."""
import atexit
import json
import os
import sys
import time

from segment.analytics.client import Client

ARGUMENTS = {"userId": "user_id", "groupId": "group_id", "previousId": "previous_id"}
waits = []


def hurry():
    """The clock goes on by what somebody sleeps, at once."""
    ticking = time.monotonic
    time.monotonic = lambda: ticking() + sum(waits)
    time.sleep = waits.append


def send(host, write_key, calls):
    errors = []
    client = Client(write_key, host=host, upload_size=len(calls), upload_interval=30,  # seconds, for a whole batch
                    on_error=lambda error, batch: errors.append(str(error)))
    atexit.unregister(client.join)  # would wait for a batch that nobody fills
    for call in calls:
        method = getattr(client, call["type"])
        method(**{ARGUMENTS.get(key, key): value for key, value in call.items() if key != "type"})
    client.flush()
    return errors


if "HURRY" in os.environ:
    hurry()
lines = sys.stdin.readlines()
for host in sys.argv[2:]:
    waits.clear()
    errors = send(host, sys.argv[1], [json.loads(line) for line in lines])
    print(json.dumps({"errors": errors, "waits": waits}))
