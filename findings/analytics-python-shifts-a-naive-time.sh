#!/bin/sh
# segment-analytics-python 2.4.0 reads one naive datetime in two zones, by how old it is.
#
# A guess: a datetime without a zone is local time, or it is UTC, but always the same. Seen: one that is
# less than five seconds old is local time, an older one is UTC. In Tokyo `datetime.now()` sent at once
# arrives right; the same value sent after a pause of some seconds, by a retry of one's own or a replay
# of a log, stands nine hours in the future, in one and the same stream. A datetime with its zone,
# `datetime.now(timezone.utc)`, is not touched.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check segment-analytics-python==2.4.0

cat >ages.py <<'PY'
from datetime import datetime, timedelta, timezone

from segment.analytics.client import Client


def hours_off(age_s):
    """Hours between what happened and what is sent for it."""
    client = Client("none", send=False)
    happened = datetime.now() - timedelta(seconds=age_s)
    _, call = client.track("u1", "Boat Rented", timestamp=happened)
    sent = datetime.fromisoformat(call["timestamp"])
    real = happened.astimezone(timezone.utc)
    return round((sent - real).total_seconds() / 3600)


for age_s in (0, 3, 6, 3600):
    print(f"{age_s} s old: {hours_off(age_s)} h off")
PY
TZ=Asia/Tokyo venv/bin/python ages.py | tee seen

printf '0 s old: 0 h off\n3 s old: 0 h off\n6 s old: 9 h off\n3600 s old: 9 h off\n' >wanted
if ! cmp -s seen wanted; then
  echo "changed: wanted local time for young ones and UTC for older ones" >&2
  exit 1
fi
