// A headless Chromium with a page whose origin is not the proxy's. Nothing outside is asked: settings
// and the library come from here, calls and metrics go to the proxy.
import http from 'node:http';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

import { kWriteKey } from './calls.mjs';

const kExecutable = process.env.SPECGATE_CHROMIUM ?? '/usr/bin/chromium';
const kScript = createRequire(import.meta.url)
  .resolve('@segment/analytics-next/package.json').replace('package.json', 'dist/umd/index.js');
const kLoopbackOnly = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
const kPage = '<!doctype html><meta charset="utf-8"><title>Shop</title><script src="/analytics.js"></script>';

export class Browser {
  #browser;
  #server;

  async start() {
    const script = await readFile(kScript);
    this.#server = http.createServer((request, response) => {
      const asked = request.url === '/analytics.js' ? ['text/javascript', script] : ['text/html', kPage];
      response.writeHead(200, { 'content-type': asked[0] }).end(asked[1]);
    });
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#browser = await chromium.launch({
      executablePath: kExecutable, args: ['--no-sandbox', '--disable-dev-shm-usage', kLoopbackOnly],
    });
    return this;
  }

  async stop() {
    await this.#browser?.close();
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  // A fresh profile with the library loaded and pointed at the proxy; `sent` fills with what the
  // library posts, its own metrics aside.
  async visit(proxy, segmentSettings) {
    const visit = await this.#open();
    await visit.page.evaluate(load, { writeKey: kWriteKey, apiHost: `${proxy.host}/v1`, segmentSettings });
    return visit;
  }

  // The same with nothing but the proxy's own settings document to go by.
  async visitByCdn(proxy) {
    const visit = await this.#open();
    await visit.page.evaluate(loadByCdn, { writeKey: kWriteKey, cdnURL: proxy.url });
    return visit;
  }

  async #open() {
    const context = await this.#browser.newContext();
    const page = await context.newPage();
    const sent = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && !request.url().endsWith('/v1/m')) sent.push(request.postData());
    });
    await page.clock.install();
    await page.clock.resume();
    await page.goto(`http://127.0.0.1:${this.#server.address().port}/shop`);
    return { page, sent, close: () => context.close() };
  }
}

// In the page.
async function loadByCdn({ writeKey, cdnURL }) {
  const [analytics] = await window.AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL });
  window.failures = [];
  analytics.on('error', ({ code }) => window.failures.push(code));
  window.analytics = analytics;
}

// In the page.
async function load({ writeKey, apiHost, segmentSettings }) {
  const [analytics] = await window.AnalyticsNext.AnalyticsBrowser.load({
    writeKey,
    cdnSettings: { integrations: { 'Segment.io': { apiKey: writeKey } }, metrics: { sampleRate: 1 } },
  }, { integrations: { 'Segment.io': { apiHost, protocol: 'http', ...segmentSettings } } });
  window.failures = [];
  analytics.on('error', ({ code }) => window.failures.push(code));
  window.analytics = analytics;
}
