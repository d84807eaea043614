// @segment/analytics-node, both families that are in use: plain JSON, one request for all calls.
import { Analytics } from '@segment/analytics-node';
import { Analytics as Analytics2 } from 'analytics-node-2';

import { kWriteKey } from './calls.mjs';
import { holdRefusedOnce, holdServerLibrary } from './server_suite.mjs';

const sendBy = (Client) => async (host, calls) => {
  const errors = [];
  const client = new Client({ writeKey: kWriteKey, host, flushAt: calls.length });
  client.on('error', (error) => errors.push(error));
  for (const { type, ...call } of calls) client[type](call);
  await client.closeAndFlush({ timeout: 30_000 });
  return errors;
};

for (const [name, Client] of [['analytics-node 3.1.0', Analytics], ['analytics-node 2.3.0', Analytics2]]) {
  holdServerLibrary(name, sendBy(Client));
  holdRefusedOnce(name, sendBy(Client));
}
