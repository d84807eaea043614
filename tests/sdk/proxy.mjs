// The built specgate-proxy (SPECGATE_PROXY) between a client and an Upstream.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { until } from './until.mjs';
import { Upstream } from './upstream.mjs';

const kBinary = process.env.SPECGATE_PROXY;
const kListening = /^specgate-proxy: listening on (http:\S+)$/m;
const run = promisify(execFile);

export class Proxy {
  #folder;
  #child;
  #output = '';
  #errors = '';

  async start(mode, upstream) {
    assert.ok(kBinary, 'SPECGATE_PROXY names the program to test');
    this.#folder = await mkdtemp(join(tmpdir(), 'specgate-sdk-'));
    this.#child = spawn(kBinary, ['--listen', '127.0.0.1:0', '--upstream', upstream.url, '--mode', mode,
      '--store', this.#store], { cwd: this.#folder, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout.on('data', (text) => { this.#output += text; });
    this.#child.stderr.on('data', (text) => { this.#errors += text; });
    const listening = await until('the proxy to listen', () => this.#listening());
    this.url = listening[1];
    this.host = new URL(this.url).host;
    return this;
  }

  // Rows of the quarantine as the operator's command tells them.
  async quarantine() {
    const { stdout } = await run(kBinary, ['quarantine', 'list', '--store', this.#store, '--json'],
      { cwd: this.#folder });
    return stdout.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  }

  // Ends it as an operator would; whoever does not end with 0 has lost something.
  async stop() {
    if (!this.#child) return;
    const exited = this.#child.exitCode ?? new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), 20_000);
    const status = await exited;
    clearTimeout(killer);
    await rm(this.#folder, { recursive: true, force: true });
    assert.equal(status, 0, `the proxy's exit status; it said: ${this.#errors}`);
  }

  get #store() {
    return join(this.#folder, 'store.sqlite3');
  }

  #listening() {
    assert.equal(this.#child.exitCode, null, `the proxy did not start: ${this.#errors}`);
    return kListening.exec(this.#output);
  }
}

// Runs `body({proxy, upstream})` and leaves nothing behind, whatever happens in it.
export async function throughProxy(mode, body) {
  const upstream = await new Upstream().start();
  const proxy = new Proxy();
  try {
    await proxy.start(mode, upstream);
    await body({ proxy, upstream });
  } finally {
    await proxy.stop().finally(() => upstream.stop());
  }
}
