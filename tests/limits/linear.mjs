// How the processor time of a whole build grows with its one hard lesson: the real program, on one thread, all stages to the
// disk and with all messages written. For each pattern and size: time(2n) / time(n), where the time of an empty build is taken
// off, must be at most 2.3, and where a step is above it, twice the size again must not be; or the build stops in the time of a small one with the message of a documented limit.
//
//   node linear.mjs [--from BYTES] [--to BYTES] [--only WORDS]
//
// Prints each figure. What is shorter than a few milliseconds says nothing about growth, so that sizes are doubled past it.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PATTERNS, site } from './patterns.mjs';

const { values } = parseArgs({ options: { from: { type: 'string', default: '131072' }, to: { type: 'string', default: '262144' }, only: { type: 'string', default: '' } } });
const PROGRAM = process.env.JIANGYI ?? path.resolve(import.meta.dirname, '../../target/release/jiangyi');
const MOST = 2.3;
/** What takes less, in seconds, says nothing about growth: the clock counts in milliseconds, and starting takes as long. */
const LEAST = 0.02;
/** How often a pair of sizes is measured before it counts as superlinear: the machine is shared. */
const TRIES = 8;
/** What stops a build that does not end, in seconds of the processor. */
const CEILING = Number(process.env.CEILING ?? 120);

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'jiangyi-limits-'));
process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));

/** Lays out a site; the folder. */
function lay(files) {
  const folder = fs.mkdtempSync(path.join(root, 's'));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

/** Builds once: seconds of the processor and the exit status. */
async function build(folder) {
  fs.rmSync(path.join(folder, 'public'), { recursive: true, force: true });
  const script = 'TIMEFORMAT="%U"; ulimit -t "$3"; time "$1" build --root "$2" --jobs 1 --format json >"$2.out" 2>"$2.err"';
  const run = spawn('bash', ['-c', script, 'bash', PROGRAM, folder, String(CEILING)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  run.stderr.on('data', (part) => { said += part; });
  const status = await new Promise((done) => run.on('close', done));
  // What the system spends on writing thousands of files is the disk's affair and not the program's: it is no part of the figure.
  const seconds = Number(said.trim().split('\n').at(-1));
  return { seconds, status };
}

/** The limits that were met: codes of errors other than those of dead links. */
const errors = (folder) => {
  const lines = execFileSync('grep', ['-m', '3', '"severity":"error"', `${folder}.out`], { encoding: 'utf8', maxBuffer: 1 << 30 }).split('\n');
  return [...new Set(lines.filter(Boolean).map((line) => JSON.parse(line).code))].join(' ');
};

const bare = lay(site(['甲', {}]));
let empty = Infinity;
for (let i = 0; i < 12; i += 1) empty = Math.min(empty, (await build(bare)).seconds);
console.log(`an empty build: ${empty.toFixed(3)} s`);
const failed = [];
let figures = 0, steps = 0, worst = 0;
const left = PATTERNS.filter(({ name }) => name.includes(values.only));

/** Whether twice the size grows as much again: a curve does, a clock that counts in milliseconds does not. */
async function goesOn(files, before) {
  const folder = lay(site(files));
  let least = Infinity;
  for (let i = 0; i < TRIES && Math.max(least - empty, 0.001) / before > MOST && (i === 0 || least < 5); i += 1) {
    least = Math.min(least, (await build(folder)).seconds);
  }
  fs.rmSync(folder, { recursive: true, force: true });
  return (least - empty) / before > MOST;
}

/** Measures one pattern at all sizes. What looks superlinear goes to `again`, if there is such a list. */
async function measure({ name, make }, again) {
  let small = null;
  for (let size = Number(values.from); size <= Number(values.to); size *= 2) {
    const folder = lay(site(make(size)));
    const own = ({ seconds }) => Math.max(seconds - empty, 0.001);
    const first = await build(folder);
    const large = { ...first, folder, own: own(first) };
    if (small) {
      const ratio = () => large.own / small.own;
      for (let i = 1; i < TRIES && ratio() > MOST && large.seconds < 5; i += 1) {
        small.own = Math.min(small.own, own(await build(small.folder)));
        large.own = Math.min(large.own, own(await build(folder)));
      }
      const counts = small.own >= LEAST;
      const ended = [0, 1].includes(large.status);
      const suspicious = ratio() > MOST && (counts || large.own > 10 * LEAST);
      if (suspicious && ended && again) {
        again.push({ name, make });
        fs.rmSync(small.folder, { recursive: true, force: true });
        fs.rmSync(folder, { recursive: true, force: true });
        return undefined;
      }
      const wrong = !ended || (suspicious && await goesOn(make(size * 2), large.own));
      figures += 1;
      worst = Math.max(worst, counts ? ratio() : 0);
      steps += counts && ratio() > MOST;
      const said = large.status === 1 ? ` error ${errors(folder)}` : ended ? '' : ` status ${large.status}`;
      console.log(`${wrong ? 'FAIL ' : ''}${name}: ${size >> 10} KiB ${(large.own * 1000).toFixed(0)} ms${counts ? `, × ${ratio().toFixed(2)}` : ''}${said}`);
      fs.rmSync(small.folder, { recursive: true, force: true });
      if (wrong) return void failed.push(`${name} at ${size >> 10} KiB: × ${ratio().toFixed(2)}`);
    }
    small = large;
  }
  fs.rmSync(small.folder, { recursive: true, force: true });
  return undefined;
}

// Two at a time: the figure is the processor's time, which waiting does not change.
const again = [];
await Promise.all([0, 1].map(async () => { for (let next = left.shift(); next; next = left.shift()) await measure(next, again); }));
// But two share a cache: what looks superlinear is measured once more, alone.
for (const one of again) await measure(one);
console.log(`${figures} figures, ${steps} of them above ${MOST}, the worst × ${worst.toFixed(2)}`);
if (failed.length) {
  console.log(`superlinear, or did not end:\n  ${failed.join('\n  ')}`);
  process.exitCode = 1;
}
