// @segment/analytics-next in Chromium: preflights, text/plain, one request a call or batches.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser } from './browser.mjs';
import { assertExactlyOnce, isBad, kBad, kGood } from './calls.mjs';
import { throughProxy } from './proxy.mjs';
import { assertQuarantined } from './server_suite.mjs';
import { until } from './until.mjs';

const browser = new Browser();
before(() => browser.start());
after(() => browser.stop());

// The browser library takes its arguments by position.
const kArguments = {
  alias: ({ userId, previousId }) => [userId, previousId],
  identify: ({ userId, traits }) => [userId, traits],
  group: ({ groupId, traits }) => [groupId, traits],
  page: ({ name, properties }) => [name, properties],
  screen: ({ name, properties }) => [name, properties],
  track: ({ event, properties }) => [event, properties],
};

// Before the first identify there is no userId yet: alias comes first in kGood for that reason.
const kStrategies = {
  standard: () => ({}),
  batching: (size, timeout = 60_000) =>
    ({ deliveryStrategy: { strategy: 'batching', config: { size, timeout } } }),
};

// Sends in order; resolves to what the library told of each call's delivery.
function send(page, calls) {
  return page.evaluate(async (list) => {
    const contexts = [];
    for (const [type, positional] of list) contexts.push(await window.analytics[type](...positional));
    return contexts.map((context) => context.failedDelivery() !== undefined);
  }, calls.map((call) => [call.type, kArguments[call.type](call)]));
}

// `body` takes from window.failures what it expects; anything left there is a failure.
async function visiting(mode, settings, body) {
  await throughProxy(mode, async (ends) => {
    const visit = await browser.visit(ends.proxy, settings);
    try {
      await body({ ...ends, ...visit });
      assert.deepEqual(await visit.page.evaluate(() => window.failures), []);
    } finally {
      await visit.close();
    }
  });
}

const bodiesOf = ({ requests }) =>
  requests.filter(({ calls }) => calls.length > 0).map(({ body }) => body.toString());

const arrived = (upstream, count) =>
  until(`${count} calls at the upstream`, () => upstream.accepted.length >= count);

for (const [strategy, settings] of Object.entries(kStrategies)) {
  for (const mode of ['observe', 'rewrite', 'enforce']) {
    test(`analytics-next, ${strategy}, ${mode}: good calls arrive once, as they were sent`, () =>
      visiting(mode, settings(kGood.length), async ({ page, sent, proxy, upstream }) => {
        assert.deepEqual(await send(page, kGood), kGood.map(() => false));
        await arrived(upstream, kGood.length);
        assertExactlyOnce(upstream.accepted, kGood);
        if (mode === 'observe') assert.deepEqual(bodiesOf(upstream).sort(), sent.sort());
        assert.deepEqual(await proxy.quarantine(), []);
      }));
  }

  // In batching mode a retry waits for the timer that the batch's first call set.
  test(`analytics-next, ${strategy}, enforce: after 429 and 503 every call is there once`, () =>
    visiting('enforce', settings(kGood.length, 1000), async ({ page, upstream }) => {
      upstream.refuse(429, 503);
      await send(page, kGood);
      await arrived(upstream, kGood.length);
      assert.deepEqual(upstream.refused, [429, 503]);
      assertExactlyOnce(upstream.accepted, kGood);
    }));
}

test('analytics-next, batching, enforce: a bad call does not cost its batch', () =>
  visiting('enforce', kStrategies.batching(kGood.length + 1), async ({ page, sent, proxy, upstream }) => {
    await send(page, [...kGood.slice(0, 3), kBad, ...kGood.slice(3)]);
    await arrived(upstream, kGood.length);
    assertExactlyOnce(upstream.accepted, kGood);
    await assertQuarantined(proxy, upstream);
    await settle(page);
    await until('metrics of the library', () => upstream.requests.some(({ target }) => target === '/v1/m'));
    assert.equal(sent.length, 1, 'the batch was sent once');
  }));

test('analytics-next, standard, enforce: a bad call is refused once and not tried again', () =>
  visiting('enforce', {}, async ({ page, sent, proxy, upstream }) => {
    assert.deepEqual(await send(page, [kGood[0], kBad]), [false, true]);
    await settle(page);
    assert.deepEqual(await send(page, kGood.slice(1)), kGood.slice(1).map(() => false));
    await arrived(upstream, kGood.length);
    assertExactlyOnce(upstream.accepted, kGood);
    await assertQuarantined(proxy, upstream);
    assert.equal(sent.map((body) => JSON.parse(body)).filter(isBad).length, 1);
    assert.deepEqual(await page.evaluate(() => window.failures.splice(0)), ['delivery_failure']);
  }));

// Every timer of the next minutes runs now: a retry that was planned is made.
async function settle(page) {
  await page.clock.runFor('05:00');
}
