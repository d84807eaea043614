// The built specgate-proxy (SPECGATE_PROXY) between a client and an Upstream.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { until } from './until.mjs';
import { Upstream } from './upstream.mjs';

const kBinary = process.env.SPECGATE_PROXY;
const kListening = /^specgate-proxy: listening on (http:\S+)$/m;
const kMostMs = 20_000;  // to drain and end
const run = promisify(execFile);

const parsed = (lines) => lines.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));

export class Proxy {
  #folder;
  #child;
  #exited;
  #output = '';
  #errors = '';

  async start(mode, upstream, more = []) {
    assert.ok(kBinary, 'SPECGATE_PROXY names the program to test');
    this.#folder = await mkdtemp(join(tmpdir(), 'specgate-sdk-'));
    this.#child = spawn(kBinary, ['--listen', '127.0.0.1:0', '--upstream', upstream.url, '--mode', mode,
      '--store', this.#store, '--access-log', this.#log, ...more], { cwd: this.#folder, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout.on('data', (text) => { this.#output += text; });
    this.#child.stderr.on('data', (text) => { this.#errors += text; });
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', (status, signal) => resolve(signal ?? status));
      this.#child.once('error', ({ message }) => resolve(message));
    });
    const listening = await until('the proxy to listen', () => this.#listening());
    this.url = listening[1];
    this.host = new URL(this.url).host;
    return this;
  }

  // Rows of the quarantine as the operator's command tells them.
  async quarantine() {
    const { stdout } = await run(kBinary, ['quarantine', 'list', '--store', this.#store, '--json'],
      { cwd: this.#folder });
    return parsed(stdout);
  }

  // Requests that it has answered, as its access log tells them: objects, in order.
  async requests() {
    return parsed(await readFile(this.#log, 'utf8'));
  }

  // Ends it as an operator would; whoever does not end with 0 has lost something.
  async stop() {
    if (!this.#child) return;
    this.#child.kill('SIGTERM');
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), kMostMs);
    const status = await this.#exited;
    clearTimeout(killer);
    await rm(this.#folder, { recursive: true, force: true });
    assert.equal(status, 0, `the proxy's exit status; it said: ${this.#errors}`);
  }

  #running() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get #store() {
    return join(this.#folder, 'store.sqlite3');
  }

  get #log() {
    return join(this.#folder, 'access.jsonl');
  }

  #listening() {
    assert.ok(this.#running(), `the proxy did not start: ${this.#errors}`);
    return kListening.exec(this.#output);
  }
}

// Runs `body({proxy, upstream})` and leaves nothing behind, whatever happens in it.
export async function throughProxy(mode, body) {
  const upstream = await new Upstream().start();
  const proxy = new Proxy();
  const failures = [];
  const note = (error) => failures.push(error);
  await proxy.start(mode, upstream).then(() => body({ proxy, upstream })).catch(note);
  await proxy.stop().catch(note);
  await upstream.stop();
  if (failures.length > 1) throw new AggregateError(failures, failures.join('; and '));
  if (failures.length > 0) throw failures[0];
}
