// Clients in other languages: a driver in a child process. It reads calls as JSON lines on its standard input,
// sends them through its library, and prints for each host what the library told (python_driver.py).
import { spawn } from 'node:child_process';

import { kWriteKey } from './calls.mjs';

const kMostMs = 60_000;  // for one child, on a machine that does much else

// The lines that `command` printed, parsed; rejects with what it said where it does not end with 0.
function run([program, ...args], env, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, timeout: kMostMs, killSignal: 'SIGKILL' });
    let printed = '', said = '';
    child.stdout.on('data', (text) => { printed += text; });
    child.stderr.on('data', (text) => { said += text; });
    child.once('error', reject);
    child.once('close', (status, signal) => {
      if (status !== 0) return reject(new Error(`${program} ended with ${signal ?? status}; it said: ${said}`));
      resolve(printed.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line)));
    });
    child.stdin.on('error', () => {});  // a child that died is told of above
    child.stdin.end(input);
  });
}

// Each library: `drive(hosts, calls, env)` resolves to {errors, waits} for each host that it sent the calls to. A call
// may be a text: a line that JSON.stringify cannot write.
const driver = (command, settings = {}) => (hosts, calls, env = {}) => {
  const lines = calls.map((call) => (typeof call === 'string' ? call : JSON.stringify(call)) + '\n');
  return run([...command, kWriteKey, ...hosts], { ...settings, ...env }, lines.join(''));
};
export const driveNode = (name) => driver(['node', 'node_driver.mjs', name]);
export const drivePython = (version) =>
  driver(['python3', '-s', 'python_driver.py'], { PYTHONPATH: `python/${version}` });
export const driveJava = driver(['java', '-XX:TieredStopAtLevel=1', '-cp', 'java/jars/*:java', 'Driver']);

// Sends as server_suite.mjs wants it.
export const sendBy = (drive) => async (host, calls) => (await drive([host], calls))[0].errors;
