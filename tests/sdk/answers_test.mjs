// What a real library does with an answer, whoever gives it: docs/staging.md is held to it, and so is the row of
// tests/proxy/libraries.cc, which replays the library elsewhere.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { describe, test } from 'node:test';

import { kGood } from './calls.mjs';
import { driveJava, driveNode, drivePython } from './child.mjs';

const kLibraries = {
  '@segment/analytics-node 3.1.0': driveNode('@segment/analytics-node'),
  '@segment/analytics-node 2.3.0': driveNode('analytics-node-2'),
  'rudder-sdk-node 3.0.13': driveNode('@rudderstack/rudder-sdk-node'),
  'segment-analytics-python 2.4.0': drivePython('2.4.0'),
  'segment-analytics-python 2.3.6': drivePython('2.3.6'),
  'analytics-java 3.5.4': driveJava,
};

const kProblem = '{"code":"events-rejected","message":"x"}';
const kTaken = '{"success":true}';

// The answers that stand for each column.
const kColumns = {
  '400': [[400, kProblem]],
  '422': [[422, kProblem]],
  '4xx without `code` and `message`': [[422, '{"title":"x"}'], [403, '{"title":"x"}']],
  '401, 404': [[401, kProblem], [404, kProblem]],
  '429, 503': [[429, kProblem], [503, kProblem]],
  '200, JSON': [[200, kTaken]],
};
const kAsked = 100;  // seconds, longer than any library waits by itself, and than a child may take
const kLater = [429, 503];  // answered with Retry-After: kAsked, and 200 the second time

// Answers that have no column, and who does not take them as the others do.
const kElse = [
  { answer: [200, 'no JSON'], by: 'delivered', but: { 'analytics-java 3.5.4': 'sent 4 times' } },
  { answer: [202, kTaken], by: 'delivered', but: { 'segment-analytics-python 2.3.6': 'sent 11 times' } },
  { answer: [204, ''], by: 'delivered', but: { 'segment-analytics-python 2.3.6': 'sent 11 times' } },
  { answer: [422, 'no JSON'], by: 'dropped', but: { '@segment/analytics-node 2.3.0': 'sent 4 times' } },
];

// A server that gives the same answer each time; without `body`, `status` with Retry-After, then 200.
class Answering {
  requests = [];
  #server = http.createServer((request, response) => {
    this.requests.push(request);
    request.resume().on('end', () => this.#answer(response));
  });

  constructor(status, body) {
    this.status = status;
    this.body = body;
  }

  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(response) {
    const later = this.body === undefined;
    const status = later && this.requests.length > 1 ? 200 : this.status;
    const wait = later && status !== 200 ? { 'retry-after': String(kAsked) } : {};
    response.writeHead(status, { 'content-type': 'application/json', ...wait }).end(this.body ?? kTaken);
  }
}

// Sends one call to a server for each of `answers`; what became of it, in their order.
async function ask(drive, answers) {
  const servers = answers.map((answer) => new Answering(...answer));
  for (const server of servers) await server.start();
  try {
    const outcomes = await drive(servers.map((server) => server.url), [kGood[5]], { HURRY: '1' });
    return servers.map(({ requests }, at) => ({ requests, ...outcomes[at] }));
  } finally {
    for (const server of servers) await server.stop();
  }
}

// The rows of the table: an array of cells by name of the library.
async function readTable() {
  const lines = (await readFile('staging.md', 'utf8')).split('\n').filter((line) => line.startsWith('| '));
  const rows = lines.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
  const head = rows.find(([first, second]) => first === 'library' && second === '400');
  assert.deepEqual(head.slice(1, -1), Object.keys(kColumns));
  return new Map(rows.map(([name, ...cells]) => [name, cells]));
}

function cell({ requests, errors }) {
  if (requests.length > 1) return `sent ${requests.length} times`;
  return errors.length > 0 ? 'dropped' : 'delivered';
}

// Who tells no waits has not waited: kAsked is more than its process may take.
function waiting(outcomes) {
  const obeyed = outcomes.map(({ waits = [] }) => waits.reduce((sum, wait) => sum + wait, 0) > kAsked / 2);
  const names = { 'true,true': 'obeyed', 'true,false': 'obeyed with 429', 'false,false': 'ignored' };
  return names[obeyed.join()];
}

// How a row of libraries.cc begins, by what arrived.
function rowOf(name, requests) {
  const [{ url, headers }] = requests;
  const key = headers.authorization !== undefined;
  return `{"${name}", "${headers['user-agent']}", "${url}", ${key}, ${requests.length},`;
}

const table = await readTable();
const source = (await readFile('libraries.cc', 'utf8')).replaceAll(/\s+/g, ' ');

describe('answers', { concurrency: 2 }, () => {
  for (const [name, drive] of Object.entries(kLibraries)) {
    test(`${name} does with an answer what docs/staging.md says`, async () => {
      const answers = Object.values(kColumns).flat();
      const outcomes = await ask(drive, [...answers, ...kLater.map((status) => [status])]);
      const later = outcomes.splice(answers.length);
      const row = table.get(name);
      assert.deepEqual(outcomes.map(cell), Object.values(kColumns).flatMap((same, at) => same.map(() => row[at])));
      assert.equal(waiting(later), row.at(-1));
      assert.ok(source.includes(rowOf(name, outcomes.at(-2).requests)), rowOf(name, outcomes.at(-2).requests));
    });

    test(`${name} does with another answer what it was seen to do`, async () => {
      const outcomes = await ask(drive, kElse.map(({ answer }) => answer));
      assert.deepEqual(outcomes.map(cell), kElse.map(({ by, but }) => but[name] ?? by));
    });
  }
});
