"""The events of a soak, and the configurations and plans they are held against.

Every event has a number of its own, which is its messageId ("soak-17"), and a kind:

  clean      goes on as it is, under either plan
  fixable    its name is a variant: goes on once the proxy has mended it
  swinging   planned in one of the two plans only: goes on or stays, as the plan in force has it
  bad        stays, whatever the configuration: no identity, or a name that neither plan has
  asked      only asked about (/v1/validate): never goes on, never stays
"""
import json
import re
import time

CLEAN, FIXABLE, SWINGING, BAD, ASKED = range(1, 6)
KIND_NAMES = {CLEAN: "clean", FIXABLE: "fixable", SWINGING: "swinging", BAD: "bad", ASKED: "asked"}
NEVER_ON = (BAD, ASKED)      # must not reach the upstream
NEVER_KEPT = (CLEAN, FIXABLE, ASKED)  # must not lie in the quarantine

NUMBER = re.compile(r"soak-(\d+)\Z")
NUMBER_IN_BYTES = re.compile(rb'soak-(\d+)"')
PLANS = ("plan-a.json", "plan-b.json")

CALL = ('{"type":"track","event":"%s",%s"messageId":"soak-%d","timestamp":"%s",'
        '"properties":{"order_id":"order-%d","total":27.5,"currency":"USD"},'
        '"context":{"library":{"name":"soak","version":"1.0.0"}}}')
NAMES = {CLEAN: "Order Completed", FIXABLE: "order_completed", SWINGING: "Soak Swung",
         BAD: "Soak Unplanned", ASKED: "Soak Unplanned"}

CONFIG = """rules_version: 1
plan:
  file: {plan}
  track: {{unplanned_events: block}}
proxy:
  listen: 127.0.0.1:{port}
  admin: 127.0.0.1:{admin}
  upstream: http://127.0.0.1:{upstream}
  threads: 2
  mode: enforce
  headers: {headers}
  limits: {{connections: {connections}}}
  timeouts: {{head: 2s, body: 3s, idle: 10s, connect: 1s, upstream: 2s, drain: 3s}}
  store: {{file: {store}, keep_size: {keep_mb}MB}}
"""
BROKEN_CONFIG = CONFIG + "  mood: bad\n"


def stamp():
    now = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now * 1000) % 1000:03d}Z"


def call(number, kind):
    """One call; every second bad one has a planned name and no identity."""
    nameless = kind == BAD and number % 2 == 0
    identity = "" if nameless else f'"userId":"user-{number}",'
    name = NAMES[CLEAN] if nameless else NAMES[kind]
    return CALL % (name, identity, number, stamp(), number)


def batch(calls):
    return '{"batch":[' + ",".join(calls) + "]}"


def plan(number):
    """Plan 0 knows what all events have in common, plan 1 also the swinging ones."""
    rules = [{"type": "TRACK", "key": key, "version": 1, "jsonSchema": {
        "$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
        "properties": {"properties": {"type": "object", "properties": {"order_id": {"type": "string"}}}}}}
        for key in ("Order Completed", "Soak Swung")[:number + 1]]
    return json.dumps({"data": {"trackingPlan": {"id": "soak", "name": "Soak"}, "rules": rules}})
