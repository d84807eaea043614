#!/bin/sh
# rfc6902 5.4.0 carries on behind a `test` that failed; fast-json-patch 3.1.1 stops, and keeps half.
#
# A guess from RFC 6902, section 5: a patch is applied whole or not at all, so a `test` in front guards
# what follows. Seen: rfc6902 throws nothing, puts the error in a list that it returns, and applies the
# operations before and after. fast-json-patch throws, with its validation on as well, and the document
# that was handed in holds what came before the failed test. Who applies the patches of a linter to events
# that may have changed meanwhile needs a copy, and with rfc6902 a look at every entry of the list.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund rfc6902@5.4.0 fast-json-patch@3.1.1 >/dev/null

cat >apply.cjs <<'JS'
const rfc6902 = require('rfc6902')
const fast = require('fast-json-patch')

const call = () => ({ type: 'track', event: 'boat rented', messageId: 'm2' })
const patch = [
  { op: 'replace', path: '/event', value: 'Boat Rented' },
  { op: 'test', path: '/messageId', value: 'm1' },
  { op: 'add', path: '/userId', value: 'u1' },
]

const attempt = (name, apply) => {
  const document = call()
  let said
  try {
    said = apply(document)
  } catch (error) {
    said = 'throws'
  }
  console.log(`${name}: ${said}, event=${document.event}, userId=${document.userId}`)
}

attempt('rfc6902', (document) => {
  const answers = rfc6902.applyPatch(document, patch)
  return `returns ${answers.map((answer) => (answer ? answer.name : 'ok')).join(' ')}`
})
attempt('fast-json-patch', (document) => fast.applyPatch(document, patch))
attempt('fast-json-patch, validated', (document) => fast.applyPatch(document, patch, true))
// The way that keeps the document: its fourth argument is "may the document be changed".
attempt('fast-json-patch, on a copy', (document) => fast.applyPatch(document, patch, true, false))
JS
node apply.cjs | tee seen

cat >wanted <<'TEXT'
rfc6902: returns ok TestError ok, event=Boat Rented, userId=u1
fast-json-patch: throws, event=Boat Rented, userId=undefined
fast-json-patch, validated: throws, event=Boat Rented, userId=undefined
fast-json-patch, on a copy: throws, event=boat rented, userId=undefined
TEXT
if ! cmp -s seen wanted; then
  echo "changed: wanted patches applied in part" >&2
  exit 1
fi
