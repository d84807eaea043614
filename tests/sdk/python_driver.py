"""python_driver.py HOST WRITE_KEY: sends the calls on standard input, one of JSON a line, as one batch through
the segment-analytics-python on PYTHONPATH; prints each error that it told as a JSON string."""
import atexit
import json
import sys

from segment.analytics.client import Client

ARGUMENTS = {"userId": "user_id", "groupId": "group_id", "previousId": "previous_id"}


def send(host, write_key, calls):
    errors = []
    client = Client(write_key, host=host, upload_size=len(calls), upload_interval=30,  # seconds, for a whole batch
                    on_error=lambda error, batch: errors.append(str(error)))
    atexit.unregister(client.join)  # would wait for a batch that nobody fills
    for call in calls:
        method = getattr(client, call.pop("type"))
        method(**{ARGUMENTS.get(key, key): value for key, value in call.items()})
    client.flush()
    return errors


for error in send(*sys.argv[1:], [json.loads(line) for line in sys.stdin]):
    print(json.dumps(error))
