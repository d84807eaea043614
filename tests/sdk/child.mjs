// Clients in other languages: a driver in a child process. It reads calls as JSON lines on its standard input,
// sends them through its library, and prints each error that the library told as a line of JSON.
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

// Sends as server_suite.mjs wants it. A call may be a text: a line that JSON.stringify cannot write.
function sendByChild(command, env = {}) {
  return (host, calls) => {
    const lines = calls.map((call) => (typeof call === 'string' ? call : JSON.stringify(call)) + '\n');
    return run([...command, host, kWriteKey], env, lines.join(''));
  };
}

export const python = (version) =>
  sendByChild(['python3', '-s', 'python_driver.py'], { PYTHONPATH: `python/${version}` });
export const java = sendByChild(['java', '-XX:TieredStopAtLevel=1', '-cp', 'java/jars/*:java', 'Driver']);
