// Callers who show a certificate, and come again: Node's https.Agent and OpenSSL's own client resume the
// session of their last connection.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { until } from './until.mjs';
import { Upstream } from './upstream.mjs';

const run = promisify(execFile);
const kCall = JSON.stringify({ type: 'track', event: 'Signed Up', userId: 'u1', messageId: 'm1' });
const kVersions = { 'TLSv1.2': '-tls1_2', 'TLSv1.3': '-tls1_3' };

let folder, upstream, child, port;
const at = (name) => join(folder, name);

// One authority signs the proxy's certificate and the caller's.
async function makeCertificates() {
  const ca = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await run('openssl', [...ca, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=ours']);
  for (const name of ['proxy', 'shop']) {
    await run('openssl', [...ca, '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`), '-subj', `/CN=${name}`,
      '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-addext', 'subjectAltName=DNS:localhost']);
  }
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specgate-mtls-'));
  await makeCertificates();
  upstream = await new Upstream().start();
  await writeFile(at('specgate.yaml'), `proxy:\n  tls: {certificate: ${at('proxy.pem')}, ` +
    `key: ${at('proxy.key')}, client_ca: ${at('ca.pem')}}\n`);
  child = spawn(process.env.SPECGATE_PROXY, ['--config', at('specgate.yaml'), '--listen', '127.0.0.1:0',
    '--upstream', upstream.url], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (text) => { said += text; });
  [, port] = await until('the proxy to listen', () => /listening on https:\S+:(\d+)$/m.exec(said));
});

after(async () => {
  child?.kill('SIGKILL');
  await upstream?.stop();
  await rm(folder, { recursive: true, force: true });
});

// One request on a connection of its own; resolves to whether its session was resumed.
function post(agent) {
  return new Promise((resolve, reject) => {
    const request = https.request({ agent, host: '127.0.0.1', port, servername: 'localhost', method: 'POST',
      path: '/v1/track', headers: { 'Content-Type': 'application/json', Connection: 'close' } }, (answer) => {
      const resumed = answer.socket.isSessionReused();
      answer.resume().on('end', () => {
        assert.equal(answer.statusCode, 200);
        resolve(resumed);
      });
    });
    request.on('error', reject).end(kCall);
  });
}

for (const [version, flag] of Object.entries(kVersions)) {
  test(`https.Agent resumes ${version}`, async () => {
    const [ca, cert, key] = await Promise.all(['ca.pem', 'shop.pem', 'shop.key'].map((name) => readFile(at(name))));
    const agent = new https.Agent({ ca, cert, key, minVersion: version, maxVersion: version });
    const resumed = [];
    for (let i = 0; i < 6; ++i) resumed.push(await post(agent));
    assert.deepEqual(resumed, [false, true, true, true, true, true]);
  });

  test(`openssl s_client resumes ${version}`, async () => {
    const session = at(`session${flag}`);
    const ask = (how) => new Promise((resolve) => {
      const client = execFile('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost',
        '-CAfile', at('ca.pem'), '-cert', at('shop.pem'), '-key', at('shop.key'), flag, '-ign_eof', ...how],
      (_, stdout, stderr) => resolve(stdout + stderr));
      client.stdin.end('GET /any HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    });
    const first = await ask(['-sess_out', session]);
    assert.match(first, /^New, TLSv/m);
    assert.match(first, /HTTP\/1\.1 200/);
    const second = await ask(['-sess_in', session]);
    assert.match(second, /^Reused, TLSv/m);
    assert.match(second, /HTTP\/1\.1 200/);
    assert.match(second, /^closed$/m);  // by a close_notify: without one it says "unexpected eof"
    assert.doesNotMatch(second, /unexpected eof/);
  });
}
