#!/bin/sh
# gojsonschema 1.2.0 and ajv-formats 3.0.1 agree on few date-times, and neither holds RFC 3339.
#
# A guess: `format: date-time` is RFC 3339 to all, with some slack. Seen: gojsonschema, after which Segment
# words its violations, takes a time of day alone, a date alone, an hour of one digit and a decimal comma, and
# refuses the RFC's small t and z and its leap second. ajv-formats takes these, and offsets without a
# colon or without minutes, and a line break for the T. Upper-case UUIDs, as Apple's UUID().uuidString writes
# them, are no `uuid` for gojsonschema. An event that passed one of the two says nothing about the other.
set -eu
folder=$(mktemp -d)
# What Go unpacks is read-only.
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ajv@8.20.0 ajv-formats@3.0.1 >/dev/null
cat >wanted <<'TEXT'
date-time "2026-05-04T09:00:00Z" true true
date-time "2026-05-04t09:00:00z" true false
date-time "2016-12-31T23:59:60Z" true false
date-time "2026-05-04" false true
date-time "09:00:00" false true
date-time "2026-05-04T9:00:00Z" false true
date-time "2026-05-04T09:00:00,5Z" false true
date-time "2026-05-04T09:00:00+0200" true false
date-time "2026-05-04T09:00:00+02" true false
date-time "2026-05-04\n09:00:00Z" true false
uuid "6B0C1F64-92C5-4A52-8F3A-0D4F7C1E2A39" true false
email "Ann <ann@example.com>" false true
TEXT
sed 's/ [a-z]* [a-z]*$//' wanted >cases
cat >run.cjs <<'JS'
const ajv = new (require('ajv'))()
require('ajv-formats')(ajv)
for (const line of require('fs').readFileSync('cases', 'utf8').trim().split('\n')) {
  const [, format, text] = line.match(/^(\S+) (.*)$/)
  console.log(`${line} ${ajv.validate({ type: 'string', format }, JSON.parse(text))}`)
}
JS
cat >main.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"github.com/xeipuuv/gojsonschema"
)

func main() {
	file, _ := os.Open("cases")
	for lines := bufio.NewScanner(file); lines.Scan(); {
		format, text, _ := strings.Cut(lines.Text(), " ")
		plan := gojsonschema.NewGoLoader(map[string]any{"type": "string", "format": format})
		result, err := gojsonschema.Validate(plan, gojsonschema.NewStringLoader(text))
		fmt.Println(err == nil && result.Valid())
	}
}
GO
export GOFLAGS=-mod=mod GOCACHE="$folder/cache" GOPATH="$folder/go"
go mod init none >/dev/null 2>&1
go get github.com/xeipuuv/gojsonschema@v1.2.0 >/dev/null 2>&1
node run.cjs >ajv
go run . >gojsonschema
echo "(format, text, ajv-formats, gojsonschema)"
paste -d ' ' ajv gojsonschema | tee seen
cmp -s seen wanted || { echo "changed: wanted the verdicts of the table" >&2; exit 1; }
