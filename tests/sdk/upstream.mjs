// Segment's place: a recording HTTP server on a free port of loopback.
import http from 'node:http';
import { gunzipSync } from 'node:zlib';

const kGif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const kTypes = { t: 'track', i: 'identify', p: 'page', s: 'screen', g: 'group', a: 'alias' };

export class Upstream {
  requests = [];   // {method, target, headers, body, status, calls}, in order of arrival
  #refusals = [];
  #server = http.createServer((request, response) => this.#serve(request, response));

  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  // The next requests that carry calls get these answers instead of 200, one each.
  refuse(...statuses) {
    this.#refusals.push(...statuses);
  }

  // What was answered with 200: a client may forget these, and only these.
  get accepted() {
    return this.requests.filter((request) => request.status === 200).flatMap((request) => request.calls);
  }

  get refused() {
    return this.requests.filter((request) => request.status !== 200).map((request) => request.status);
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request, response) {
    const chunks = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;  // the sender went away: nothing arrived
    }
    if (request.method === 'OPTIONS') return answerPreflight(response);
    const record = {
      method: request.method, target: request.url, headers: request.headers, body: inflated(request, chunks),
    };
    record.calls = callsOf(record);
    record.status = (record.calls.length > 0 && this.#refusals.shift()) || 200;
    this.requests.push(record);
    answer(record, response);
  }
}

function inflated(request, chunks) {
  const bytes = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
}

function callsOf(record) {
  const url = new URL(record.target, 'http://upstream');
  const last = url.pathname.split('/').pop();
  if (url.pathname.startsWith('/v1/pixel/')) return [pixelCall(url, last)];
  if (record.body.length === 0) return [];
  const body = JSON.parse(record.body.toString().replaceAll(/: ?NaN/g, ':null'));  // Python writes NaN as it is
  return body.batch ?? (body.series ? [] : [{ type: kTypes[last] ?? last, ...body }]);
}

// `data` in any spelling: Node's base64 reads both alphabets; a "+" of a decoded query is a blank.
function pixelCall(url, type) {
  const data = url.searchParams.get('data');
  if (data !== null) {
    return { type, ...JSON.parse(Buffer.from(data.replaceAll(' ', '+'), 'base64').toString()) };
  }
  const call = { type };
  for (const [name, value] of url.searchParams) {
    const path = name.split('.');
    const leaf = path.pop();
    path.reduce((object, key) => (object[key] ??= {}), call)[leaf] = value;
  }
  return call;
}

// As the real API: open to every origin where it accepts. A refusal comes without, as from a
// load balancer; the proxy owes the browser the fields then.
function answer({ status, target }, response) {
  if (status !== 200) {
    const wait = status === 429 ? { 'retry-after': '1' } : {};
    return response.writeHead(status, { 'content-type': 'text/plain', ...wait }).end('later');
  }
  const open = { 'access-control-allow-origin': '*' };
  if (target.startsWith('/v1/pixel/')) {
    return response.writeHead(200, { ...open, 'content-type': 'image/gif' }).end(kGif);
  }
  return response.writeHead(200, { ...open, 'content-type': 'application/json' }).end('{"success":true}');
}

function answerPreflight(response) {
  response.writeHead(204, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization, content-type, x-retry-count',
  }).end();
}
