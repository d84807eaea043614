#!/bin/sh
# PyYAML 6.0.3 and yaml 2.9.1 (npm) each write strings bare that the other reads as something else.
#
# A guess: a writer puts quotes around a string that looks like a number or a boolean; both do, for
# '014' or 'true'. Seen: each asks only its own reader. PyYAML writes the strings 08, 1e3 and 0o14 bare,
# and yaml reads 8, 1000 and 12; yaml writes NO, 12:30 and 1_000 bare, and PyYAML reads False, 750 and
# 1000. An enum of product codes or countries in a tracking plan that goes through the two, one script
# that generates and one that edits, refuses the events that it was made from, with `type: string` above.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.3
npm init -y >/dev/null
npm install --silent --no-audit --no-fund yaml@2.9.1 >/dev/null

cat >plan.json <<'JSON'
{"type": "string", "enum": ["014", "08", "1e3", "0o14", "NO", "12:30", "1_000"]}
JSON
cat >python.py <<'PY'
import json
import sys

import yaml

if sys.argv[1] == "write":
    print(yaml.safe_dump(json.load(sys.stdin)), end="")
else:
    print(json.dumps(yaml.safe_load(sys.stdin)["enum"]))
PY
cat >node.cjs <<'JS'
const yaml = require('yaml')
const text = require('fs').readFileSync(0, 'utf8')
if (process.argv[2] === 'write') process.stdout.write(yaml.stringify(JSON.parse(text)))
else console.log(JSON.stringify(yaml.parse(text).enum).replaceAll(',', ', '))
JS
{
  echo "PyYAML to PyYAML: $(venv/bin/python python.py write <plan.json | venv/bin/python python.py read)"
  echo "PyYAML to yaml:   $(venv/bin/python python.py write <plan.json | node node.cjs read)"
  echo "yaml to yaml:     $(node node.cjs write <plan.json | node node.cjs read)"
  echo "yaml to PyYAML:   $(node node.cjs write <plan.json | venv/bin/python python.py read)"
} | tee seen

cat >wanted <<'TEXT'
PyYAML to PyYAML: ["014", "08", "1e3", "0o14", "NO", "12:30", "1_000"]
PyYAML to yaml:   ["014", 8, 1000, 12, "NO", "12:30", "1_000"]
yaml to yaml:     ["014", "08", "1e3", "0o14", "NO", "12:30", "1_000"]
yaml to PyYAML:   ["014", "08", "1e3", "0o14", false, 750, 1000]
TEXT
cmp -s seen wanted || { echo "changed: wanted strings that change between the two" >&2; exit 1; }
