// @rudderstack/rudder-sdk-node: gzip labelled as a form, the first call alone and at once.
import RudderAnalytics from '@rudderstack/rudder-sdk-node';

import { kWriteKey } from './calls.mjs';
import { holdServerLibrary } from './server_suite.mjs';

async function send(dataPlaneUrl, calls) {
  const client = new RudderAnalytics(kWriteKey, {
    dataPlaneUrl, flushAt: calls.length - 1, logLevel: 'none',
  });
  const outcomes = await Promise.all(calls.map(({ type, ...call }) =>
    new Promise((resolve) => { client[type](call, resolve); })));
  return outcomes.filter((error) => error);
}

holdServerLibrary('rudder-sdk-node', send);
