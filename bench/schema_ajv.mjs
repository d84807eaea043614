// ajv on the same plan and events as schema_bench: node schema_ajv.mjs AJV_FOLDER PLAN EVENTS ROUNDS.
// Prints {seconds: of the median round, valid, invalid, version}. Strings are made outside of the clock.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const [folder, planFile, eventsFile, rounds] = process.argv.slice(2);
const require = createRequire(folder + '/');
const Ajv = require('ajv');
const ajv = new Ajv({strict: false, allErrors: false, logger: false});
const plan = new Map(Object.entries(JSON.parse(readFileSync(planFile, 'utf8')))
    .map(([name, schema]) => [name, ajv.compile(schema)]));
const lines = readFileSync(eventsFile, 'utf8').split('\n').filter((line) => line.length > 0);

let valid = 0, invalid = 0;
function round() {
  valid = invalid = 0;
  for (const line of lines) {
    const event = JSON.parse(line);
    const check = plan.get(event.type === 'track' ? event.event : event.type);
    if (check === undefined) continue;
    if (check(event)) ++valid; else ++invalid;
  }
}

const seconds = [];
for (let i = 0; i < 3; ++i) round();  // until the code is compiled
for (let i = 0; i < Number(rounds); ++i) {
  const start = process.hrtime.bigint(), used = process.cpuUsage();
  round();
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  const {user, system} = process.cpuUsage(used);
  seconds.push(Math.min(wall, (user + system) / 1e6));
}
seconds.sort((a, b) => a - b);
const version = JSON.parse(readFileSync(folder + '/node_modules/ajv/package.json', 'utf8')).version;
console.log(JSON.stringify({seconds: seconds[seconds.length >> 1], valid, invalid, version}));
