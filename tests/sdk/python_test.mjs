// segment-analytics-python, both families that are in use: 2.3 sends its key in the body only and reads the JSON
// of a refusal, 2.4 obeys Retry-After. Both write NaN as it is.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { assertExactlyOnce, kGood } from './calls.mjs';
import { drivePython, sendBy } from './child.mjs';
import { throughProxy } from './proxy.mjs';
import { holdRefusedOnce, holdServerLibrary } from './server_suite.mjs';

const kNan = '{"type": "track", "userId": "user-1", "event": "Score Given", "properties": {"score": NaN}}';
const kWithNan = [...kGood.slice(0, 3), kNan, ...kGood.slice(3)];
const isNan = (call) => call.event === 'Score Given';

// What goes on with the good calls: the text that arrives in place of NaN, or nothing.
const kGoesOn = { observe: 'NaN', rewrite: 'null', enforce: undefined };

function holdNan(name, send) {
  for (const [mode, text] of Object.entries(kGoesOn)) {
    test(`${name}, ${mode}: a NaN does not cost its batch`, () =>
      throughProxy(mode, async ({ proxy, upstream }) => {
        assert.deepEqual(await send(proxy.url, kWithNan), []);
        assertExactlyOnce(upstream.accepted.filter((call) => !isNan(call)), kGood);
        const scores = upstream.requests.flatMap(({ body }) => [...body.toString().matchAll(/"score": ?(\w+)/g)]);
        assert.deepEqual(scores.map(([, score]) => score), text === undefined ? [] : [text]);
        const kept = await proxy.quarantine();
        assert.equal(kept.length, text === undefined ? 1 : 0);
      }));
  }
}

describe('segment-analytics-python', { concurrency: 3 }, () => {
  for (const version of ['2.3.6', '2.4.0']) {
    const name = `segment-analytics-python ${version}`;
    const send = sendBy(drivePython(version));
    holdServerLibrary(name, send);
    holdRefusedOnce(name, send);
    holdNan(name, send);
  }
});
