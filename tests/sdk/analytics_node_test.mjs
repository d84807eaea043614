// @segment/analytics-node: plain JSON, one request for all calls.
import { Analytics } from '@segment/analytics-node';

import { kWriteKey } from './calls.mjs';
import { holdRefusedOnce, holdServerLibrary } from './server_suite.mjs';

async function send(host, calls) {
  const errors = [];
  const client = new Analytics({ writeKey: kWriteKey, host, flushAt: calls.length });
  client.on('error', (error) => errors.push(error));
  for (const { type, ...call } of calls) client[type](call);
  await client.closeAndFlush({ timeout: 30_000 });
  return errors;
}

holdServerLibrary('analytics-node', send);
holdRefusedOnce('analytics-node', send);
