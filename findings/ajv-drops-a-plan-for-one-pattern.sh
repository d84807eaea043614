#!/bin/sh
# ajv 8.20.0 takes none of a plan in which one `pattern` has a needless backslash, as `\-`.
#
# A guess: `^[\w-.]+$` and `^sku\-[a-z]+$` are plain old regular expressions, good everywhere, and a bad
# one would cost its own property only. Seen: ajv compiles with the flag "u", under which `\-` outside of
# brackets and a dash behind `\w` in them are errors, and it throws for the whole schema, unless it was
# made with `unicodeRegExp: false`. gojsonschema 1.2.0, after which Segment words its violations, runs
# them, and (?i) too; in turn it refuses a whole schema for one look-ahead, which ajv runs. So the same
# plan is sound in one place and unread in the other.
set -eu
folder=$(mktemp -d)
# What Go unpacks is read-only.
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ajv@8.20.0 >/dev/null

cat >patterns.txt <<'TEXT'
^[a-z]+-[0-9]$
^[\w-.]+$
^sku\-[a-z]+$
(?i)^SKU
^(?!test)
TEXT
cat >run.cjs <<'JS'
const Ajv = require('ajv')
const patterns = require('fs').readFileSync('patterns.txt', 'utf8').trim().split('\n')
for (const unicodeRegExp of [true, false]) {
  for (const pattern of patterns) {
    let said = 'runs'
    try {
      const plan = { type: 'object', properties: { sku: { type: 'string', pattern } } }
      new Ajv({ unicodeRegExp }).compile(plan)
    } catch {
      said = 'throws'
    }
    console.log(unicodeRegExp ? 'ajv' : 'ajv without u', pattern, said)
  }
}
JS
cat >main.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"os"

	"github.com/xeipuuv/gojsonschema"
)

func main() {
	file, _ := os.Open("patterns.txt")
	for lines := bufio.NewScanner(file); lines.Scan(); {
		sku := map[string]any{"type": "string", "pattern": lines.Text()}
		plan := map[string]any{"type": "object", "properties": map[string]any{"sku": sku}}
		said := "runs"
		if _, err := gojsonschema.NewSchema(gojsonschema.NewGoLoader(plan)); err != nil {
			said = "throws"
		}
		fmt.Println("gojsonschema", lines.Text(), said)
	}
}
GO
export GOFLAGS=-mod=mod GOCACHE="$folder/cache" GOPATH="$folder/go"
go mod init none >/dev/null 2>&1
go get github.com/xeipuuv/gojsonschema@v1.2.0 >/dev/null 2>&1
{ node run.cjs; go run .; } | tee seen

cat >wanted <<'TEXT'
ajv ^[a-z]+-[0-9]$ runs
ajv ^[\w-.]+$ throws
ajv ^sku\-[a-z]+$ throws
ajv (?i)^SKU throws
ajv ^(?!test) runs
ajv without u ^[a-z]+-[0-9]$ runs
ajv without u ^[\w-.]+$ runs
ajv without u ^sku\-[a-z]+$ runs
ajv without u (?i)^SKU throws
ajv without u ^(?!test) runs
gojsonschema ^[a-z]+-[0-9]$ runs
gojsonschema ^[\w-.]+$ runs
gojsonschema ^sku\-[a-z]+$ runs
gojsonschema (?i)^SKU runs
gojsonschema ^(?!test) throws
TEXT
cmp -s seen wanted || { echo "changed: wanted other patterns refused by each of the two" >&2; exit 1; }
