// The pixel: what an e-mail or a page without script asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertExactlyOnce, kBad, kWriteKey } from './calls.mjs';
import { throughProxy } from './proxy.mjs';
import { assertQuarantined } from './server_suite.mjs';

const kCall = {
  userId: 'user-1', event: 'Email Opened', messageId: 'pixel-1',
  properties: { subject: 'Übergrößen??? >>> 10 % off', campaign: 'spring' },
};

const base64 = (call) => Buffer.from(JSON.stringify({ writeKey: kWriteKey, ...call })).toString('base64');

// Each spelling of `data` that is seen in the field.
const kSpellings = {
  'percent-encoded': (call) => `data=${encodeURIComponent(base64(call))}`,
  'raw': (call) => `data=${base64(call)}`,
  'URL-safe, unpadded': (call) =>
    `data=${Buffer.from(base64(call), 'base64').toString('base64url')}`,
  'dotted fields': ({ properties, ...call }) => new URLSearchParams({
    writeKey: kWriteKey, ...call,
    ...Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [`properties.${key}`, value])),
  }),
};

async function ask(proxy, query) {
  const target = `/v1/pixel/track?${query}`;
  const response = await fetch(proxy.url + target);
  const bytes = Buffer.from(await response.arrayBuffer());
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'image/gif');
  assert.equal(bytes.subarray(0, 3).toString(), 'GIF');
  return target;
}

assert.match(base64(kCall), /\+.*\/|\/.*\+/, 'the sample shows both letters that the alphabets differ in');

for (const [name, spell] of Object.entries(kSpellings)) {
  for (const mode of ['observe', 'enforce']) {
    test(`pixel, ${name}, ${mode}: a good call arrives once, its query as it was`, () =>
      throughProxy(mode, async ({ proxy, upstream }) => {
        const target = await ask(proxy, spell(kCall));
        assertExactlyOnce(upstream.accepted, [{ type: 'track', ...kCall }]);
        assert.equal(upstream.requests[0].target, target);
      }));
  }

  test(`pixel, ${name}, enforce: a bad call stays, the picture comes all the same`, () =>
    throughProxy('enforce', async ({ proxy, upstream }) => {
      const { type, ...call } = kBad;
      await ask(proxy, spell(call));
      assert.deepEqual(upstream.accepted, []);
      await assertQuarantined(proxy, upstream);
    }));
}
