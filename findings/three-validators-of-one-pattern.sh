#!/bin/sh
# Python's jsonschema 4.23.0, ajv 8.20.0 and gojsonschema 1.2.0 read one `pattern` of a plan as three.
#
# A guess: they differ where an engine lacks look-ahead, and nowhere else that a plan would notice. Seen: Python
# takes a line break behind `$`, digits and letters of every script for \d and \w, and {,2} for at most two; ajv,
# whose patterns have the u flag, takes a no-break space for \s, and refuses to compile {,2} and (?i); Go takes
# \b, \d, \s and \w for ASCII alone and {,2} for the four characters. Segment words its violations as gojsonschema
# does. A value that a check in Python passed may be a violation at Segment, with the very same plan.
set -eu
folder=$(mktemp -d)
# What Go unpacks is read-only.
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet jsonschema==4.23.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ajv@8.20.0 >/dev/null
# pattern, value, then what Python, ajv and Go say
cat >wanted <<'TEXT'
"^[a-z]+$" "sku\n" true false false
"^\\d+$" "٤٢" true false false
"^\\w+$" "größe" true false false
"^\\s$" "\u00a0" true true false
"\\bcaf\u00e9\\b" "un caf\u00e9" true false false
"^a{,2}$" "aa" true error false
"(?i)^eur$" "EUR" true error true
"^[A-Z]{3}$" "EUR" true true true
TEXT
sed 's/ [a-z]* [a-z]* [a-z]*$//' wanted >cases
cat >run.py <<'PY'
import json, jsonschema
for line in open("cases", encoding="utf-8"):
    decoder = json.JSONDecoder()
    pattern, end = decoder.raw_decode(line)
    value, _ = decoder.raw_decode(line[end + 1:])
    print(line.strip(), str(jsonschema.Draft7Validator({"pattern": pattern}).is_valid(value)).lower())
PY
cat >run.cjs <<'JS'
const ajv = new (require('ajv'))({ strict: false, logger: false })
for (const line of require('fs').readFileSync('cases', 'utf8').trim().split('\n')) {
  const [pattern, value] = JSON.parse(`[${line.replace('" "', '","')}]`)
  let said = 'error'
  try { said = ajv.validate({ pattern }, value) } catch { /* it does not compile */ }
  console.log(said)
}
JS
cat >main.go <<'GO'
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/xeipuuv/gojsonschema"
)

func main() {
	file, _ := os.Open("cases")
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var both []string
		_ = json.Unmarshal([]byte("["+strings.Replace(lines.Text(), `" "`, `","`, 1)+"]"), &both)
		plan := gojsonschema.NewGoLoader(map[string]any{"pattern": both[0]})
		result, err := gojsonschema.Validate(plan, gojsonschema.NewGoLoader(both[1]))
		fmt.Println(err == nil && result.Valid())
	}
}
GO
export GOFLAGS=-mod=mod GOCACHE="$folder/cache" GOPATH="$folder/go"
go mod init none >/dev/null 2>&1
go get github.com/xeipuuv/gojsonschema@v1.2.0 >/dev/null 2>&1
env/bin/python run.py >python
node run.cjs >ajv
go run . >gojsonschema
echo "(pattern, value, jsonschema, ajv, gojsonschema)"
paste -d ' ' python ajv gojsonschema | tee seen
cmp -s seen wanted || { echo "changed: wanted the verdicts of the table" >&2; exit 1; }
