// What every server library is held to. `send(host, calls)` sends through a client of its own,
// good[0] perhaps alone and the rest in one batch, and resolves to the errors that the library told.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertExactlyOnce, isBad, kBad, kBadRule, kGood } from './calls.mjs';
import { throughProxy } from './proxy.mjs';
import { until } from './until.mjs';

// The bad call amid the batch, never at its ends.
const kMixed = [...kGood.slice(0, 3), kBad, ...kGood.slice(3)];

export function holdServerLibrary(name, send) {
  for (const mode of ['observe', 'rewrite', 'enforce']) {
    test(`${name}, ${mode}: good calls arrive once, as they were sent`, () =>
      throughProxy(mode, async ({ proxy, upstream }) => {
        assert.deepEqual(await send(proxy.url, kGood), []);
        assertExactlyOnce(upstream.accepted, kGood);
        assert.deepEqual(await proxy.quarantine(), []);
      }));
  }

  test(`${name}, observe: a bad call goes on too`, () =>
    throughProxy('observe', async ({ proxy, upstream }) => {
      assert.deepEqual(await send(proxy.url, kMixed), []);
      assert.equal(upstream.accepted.length, kMixed.length);
      assert.equal(upstream.accepted.filter(isBad).length, 1);
    }));

  test(`${name}, enforce: a bad call does not cost its batch`, () =>
    throughProxy('enforce', async ({ proxy, upstream }) => {
      assert.deepEqual(await send(proxy.url, kMixed), []);
      assertExactlyOnce(upstream.accepted, kGood);
      await assertQuarantined(proxy, upstream);
    }));

  test(`${name}, enforce: an upstream that says 429, then 503, gets every call once`, () =>
    throughProxy('enforce', async ({ proxy, upstream }) => {
      upstream.refuse(429, 503);
      assert.deepEqual(await send(proxy.url, kMixed), []);
      assert.deepEqual(upstream.refused, [429, 503]);
      assertExactlyOnce(upstream.accepted, kGood);
      await assertQuarantined(proxy, upstream);
    }));
}

// Of a library that tells of a refusal where its caller asked: rudder-sdk-node rejects a promise of its
// own besides, which nobody can catch.
export function holdRefusedOnce(name, send) {
  test(`${name}, enforce: a batch with nothing good is refused once`, () =>
    throughProxy('enforce', async ({ proxy, upstream }) => {
      assert.notDeepEqual(await send(proxy.url, [kBad]), []);
      await assertQuarantined(proxy, upstream);
      assert.equal((await proxy.quarantine())[0].seen, 1, 'and not sent again');
      const requests = await until('the access log', async () => (await proxy.requests()).length && proxy.requests());
      assert.equal(requests.length, 1, 'one request');
    }));
}

// The bad call lies there once, however often it was sent, and never went on.
export async function assertQuarantined(proxy, upstream) {
  const rows = await proxy.quarantine();
  assert.equal(rows.length, 1, 'one row for one bad call');
  assert.equal(rows[0].type, kBad.type);
  assert.ok(rows[0].rules.includes(kBadRule));
  assert.equal(upstream.requests.flatMap((request) => request.calls).filter(isBad).length, 0);
}
