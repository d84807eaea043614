// A proxy without an upstream: analytics.js starts with its settings, sends to it, and is answered.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser } from './browser.mjs';
import { Proxy } from './proxy.mjs';

const browser = new Browser();
before(() => browser.start());
after(() => browser.stop());

const kNowhere = { url: 'http://127.0.0.1:9' };

test('analytics-next, offline: starts with the settings document and delivers', async () => {
  const proxy = await new Proxy().start('enforce', kNowhere, ['--offline']);
  try {
    const visit = await browser.visitByCdn(proxy);
    const posted = [];
    visit.page.on('request', (request) => {
      if (request.method() === 'POST') posted.push(request.url());
    });
    const failed = await visit.page.evaluate(async () => {
      const context = await window.analytics.track('Signed Up', { plan: 'pro' });
      return context.failedDelivery() !== undefined;
    });
    assert.equal(failed, false);
    assert.deepEqual(await visit.page.evaluate(() => window.failures), []);
    assert.deepEqual(posted, [`${proxy.url}/v1/t`]);
    assert.deepEqual(await proxy.quarantine(), []);
    await visit.close();
  } finally {
    await proxy.stop();
  }
});
