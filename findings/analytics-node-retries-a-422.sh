#!/bin/sh
# @segment/analytics-node 2.3.0 sends a batch again that the server has refused for good with 422.
#
# A guess from HTTP, and from version 3 of the same package: 4xx is final, but for 408 and 429. Seen:
# 400 is the one status that ends it; 422 (and 401, 404, 413) is treated like a 500 and sent again until
# `maxRetries` is used up. What validates events in front of Segment and answers 422 makes each such
# client send every bad batch several times.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @segment/analytics-node@2.3.0 >/dev/null

cat >count.mjs <<'JS'
import http from 'node:http'
import { Analytics } from '@segment/analytics-node'

const answer = async (status) => {
  let requests = 0
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => {
      requests += 1
      response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}')
    })
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  const analytics = new Analytics({
    writeKey: 'none',
    host: `http://127.0.0.1:${server.address().port}`,
    maxRetries: 3,
  })
  analytics.on('error', () => {})
  analytics.track({ userId: 'u1', event: 'Boat Rented' })
  await analytics.closeAndFlush({ timeout: 60000 })
  server.close()
  return requests
}

for (const status of [200, 400, 422]) console.log(status, await answer(status))
JS
node count.mjs | tee seen

cat >wanted <<'TEXT'
200 1
400 1
422 4
TEXT
if ! cmp -s seen wanted; then
  echo "changed: wanted one request for 200 and 400, four for 422" >&2
  exit 1
fi
echo "@segment/analytics-node 2.3.0: 400 is final, 422 is sent three times more"
