#!/bin/sh
# @segment/facade 3.4.10 reads the revenue "1,299.00" as 1, and July 1970 as July 2465.
#
# A guess: a text that is no plain number is refused, or its separators are skipped as its "$" is. Seen:
# the "$" is taken off and what stands before the comma is the amount, so destinations that read events
# through it get 1 for 1,299; and a free order, the number 0, has no revenue at all, while "0" has. A
# traits.createdAt in milliseconds that is below 31,557,600,000 (all of 1970) is taken for seconds: a
# member since July 1970 joins in 2465. Nothing is raised in any of these.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @segment/facade@3.4.10 >/dev/null

cat >read.cjs <<'JS'
const { Track, Identify } = require('@segment/facade')

for (const revenue of ['1299.00', '$1299.00', '1,299.00', '12,50', '0', 0]) {
  const call = new Track({ userId: 'u1', event: 'Order Completed', properties: { revenue } })
  console.log('revenue', JSON.stringify(revenue), 'is', call.revenue())
}
for (const day of ['1971-07-01', '1970-07-01']) {
  const call = new Identify({ userId: 'u1', traits: { createdAt: Date.parse(day) } })
  console.log('createdAt', day, 'is', call.created().toISOString().slice(0, 10))
}
JS
node read.cjs | tee seen

cat >wanted <<'TEXT'
revenue "1299.00" is 1299
revenue "$1299.00" is 1299
revenue "1,299.00" is 1
revenue "12,50" is 12
revenue "0" is 0
revenue 0 is undefined
createdAt 1971-07-01 is 1971-07-01
createdAt 1970-07-01 is 2465-07-24
TEXT
cmp -s seen wanted || { echo "changed: wanted amounts cut at the comma, 0 lost, 1970 far off" >&2; exit 1; }
