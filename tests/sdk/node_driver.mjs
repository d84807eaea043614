// node_driver.mjs PACKAGE WRITE_KEY HOST...: as python_driver.py, of libraries that are JavaScript. In a process of
// its own because no wait takes its time: the clock goes on by what a timer wanted, nearly at once.
import { text } from 'node:stream/consumers';

const kHour = 3_600_000;  // ms; what wants so long is a guard that nobody waits for
const kTick = 1 / 1000;   // of a wait is spent, so that timers fire in their order
const { setTimeout: setReal } = globalThis, now = Date.now;
let waits, skipped = 0;

function hurry() {
  Date.now = () => now() + skipped;
  globalThis.setTimeout = (body, ms = 0, ...args) => {
    if (ms >= kHour) return setReal(body, ms, ...args);
    return setReal(() => {
      waits.push(ms / 1000);
      skipped += ms;
      body(...args);
    }, ms * kTick);
  };
}

// Each resolves to the errors that the library told.
const kLibraries = {
  async segment({ Analytics }, writeKey, host, calls) {
    const errors = [];
    const client = new Analytics({
      writeKey, host, flushAt: calls.length, flushInterval: kHour, httpRequestTimeout: kHour,
    });
    client.on('error', (error) => errors.push(String(error.reason ?? error)));
    for (const { type, ...call } of calls) client[type](call);
    await client.closeAndFlush({ timeout: kHour });
    return errors;
  },
  async rudder({ default: RudderAnalytics }, writeKey, dataPlaneUrl, calls) {
    process.on('unhandledRejection', () => {});  // its own, of what its callback tells too
    const client = new RudderAnalytics(writeKey, {
      dataPlaneUrl, flushAt: calls.length, flushInterval: kHour, logLevel: 'none',
    });
    const outcomes = await Promise.all(calls.map(({ type, ...call }) =>
      new Promise((resolve) => { client[type](call, resolve); })));
    return outcomes.filter((error) => error).map(String);
  },
};

const [name, writeKey, ...hosts] = process.argv.slice(2);
const calls = (await text(process.stdin)).trim().split('\n').map((line) => JSON.parse(line));
const send = kLibraries[name.includes('rudder') ? 'rudder' : 'segment'];
const library = await import(name);
hurry();
for (const host of hosts) {
  waits = [];
  const errors = await send(library, writeKey, host, calls);
  console.log(JSON.stringify({ errors, waits }));
}
process.exit(0);  // guards of an hour are left
