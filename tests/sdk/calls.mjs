// The calls that every client sends, and what it means that one arrived.
import assert from 'node:assert/strict';

export const kWriteKey = 'test-write-key';

// Arguments as the server libraries take them, by method: `client.track({userId, event, …})`.
export const kGood = [
  { type: 'alias', userId: 'user-1', previousId: 'visitor-1' },
  { type: 'identify', userId: 'user-1', traits: { plan: 'pro', name: 'Zoë 東京 🎈' } },
  { type: 'group', userId: 'user-1', groupId: 'team-1', traits: { name: 'Initech', employees: 329 } },
  { type: 'page', userId: 'user-1', name: 'Pricing', properties: { section: 'plans + prices/fees?' } },
  { type: 'screen', userId: 'user-1', name: 'Home', properties: { tab: 'news' } },
  {
    type: 'track', userId: 'user-1', event: 'Order Completed',
    properties: {
      order_id: 'o-1', revenue: 12.5, currency: 'EUR', note: 'a "quoted" \\ line\nand one more',
      products: [{ product_id: 'p-1', sku: 's-1', price: 12.5, quantity: 1 }],
    },
  },
];

// A name that nobody filled in passes the checks of every library (Java's refuses a blank one itself) and is an
// error to specgate.
export const kBad = { type: 'track', userId: 'user-1', event: 'undefined', properties: { broken: true } };
export const kBadRule = 'ENV123';

export const isBad = (call) => call.type === 'track' && call.event === kBad.event;

// `actual` cut down to the keys of `wanted`: libraries add fields of their own.
function project(actual, wanted) {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return actual;
  if (typeof actual !== 'object' || actual === null) return actual;
  return Object.fromEntries(Object.keys(wanted).filter((key) => key in actual)
    .map((key) => [key, project(actual[key], wanted[key])]));
}

// Each of `wanted` is among `accepted` exactly once, with its content, and nothing else is there.
export function assertExactlyOnce(accepted, wanted) {
  const described = (calls) => calls.map((call) => call.type).sort();
  assert.deepEqual(described(accepted), described(wanted));
  const ids = new Set(accepted.map((call) => call.messageId));
  assert.equal(ids.size, accepted.length, 'a messageId was accepted twice');
  for (const call of wanted) {
    const arrived = accepted.find((other) => other.type === call.type);
    assert.deepEqual(project(arrived, call), call);
  }
}
