// How the processor time of a whole build grows with its one hard lesson: the real program, on one thread, all stages to the
// disk and with all messages written. For each pattern and size: time(2n) / time(n), where the time of an empty build is taken
// off, must be at most 2.3; or the build stops in the time of a small one with the message of a documented limit.
//
//   node linear.mjs [--from BYTES] [--to BYTES] [--only WORDS]
//
// Prints each figure. What is shorter than a few milliseconds says nothing about growth, so that sizes are doubled past it.
import { execFileSync, spawnSync } from 'node:child_process';
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

/** Builds once: seconds of the processor, the exit status, what was said. */
function build(folder) {
  fs.rmSync(path.join(folder, 'public'), { recursive: true, force: true });
  const script = 'TIMEFORMAT="%U"; ulimit -t "$3"; time "$1" build --root "$2" --jobs 1 --format json >"$2.out" 2>"$2.err"';
  const run = spawnSync('bash', ['-c', script, 'bash', PROGRAM, folder, String(CEILING)], { encoding: 'utf8' });
  // What the system spends on writing thousands of files is the disk's affair and not the program's: it is no part of the figure.
  const seconds = Number(run.stderr.trim().split('\n').at(-1));
  return { seconds, status: run.status };
}

/** The limits that were met: codes of errors other than those of dead links. */
const errors = (folder) => {
  const lines = execFileSync('grep', ['-m', '3', '"severity":"error"', `${folder}.out`], { encoding: 'utf8', maxBuffer: 1 << 30 }).split('\n');
  return [...new Set(lines.filter(Boolean).map((line) => JSON.parse(line).code))].join(' ');
};

const bare = lay(site(['甲', {}]));
const empty = Math.min(...Array.from({ length: 12 }, () => build(bare).seconds));
console.log(`an empty build: ${empty.toFixed(3)} s`);
const failed = [];
let figures = 0, worst = 0;
for (const { name, make } of PATTERNS.filter(({ name }) => name.includes(values.only))) {
  let small = null;
  for (let size = Number(values.from); size <= Number(values.to); size *= 2) {
    const folder = lay(site(make(size)));
    const measure = () => {
      const one = build(folder);
      return { ...one, folder, own: Math.max(one.seconds - empty, 0.001) };
    };
    let large = measure();
    if (small) {
      let ratio = large.own / small.own;
      for (let i = 1; i < TRIES && ratio > MOST && large.seconds < 5; i += 1) {
        const [a, b] = [build(small.folder), measure()];
        small.own = Math.min(small.own, Math.max(a.seconds - empty, 0.001)) ;
        large.own = Math.min(large.own, b.own);
        ratio = large.own / small.own;
      }
      const said = large.status === 1 ? ` error ${errors(folder)}` : '';
      const counts = small.own >= LEAST;
      const wrong = ![0, 1].includes(large.status) || (ratio > MOST && (counts || large.own > 10 * LEAST));
      figures += 1;
      worst = Math.max(worst, counts ? ratio : 0);
      console.log(`${wrong ? 'FAIL ' : ''}${name}: ${size >> 10} KiB ${(large.own * 1000).toFixed(0)} ms${counts ? `, × ${ratio.toFixed(2)}` : ''}${said}${[0, 1].includes(large.status) ? '' : ` status ${large.status}`}`);
      if (wrong) { failed.push(`${name} at ${size >> 10} KiB: × ${ratio.toFixed(2)}`); break; }
      fs.rmSync(small.folder, { recursive: true, force: true });
    }
    small = large;
  }
}
console.log(`${figures} figures, the worst × ${worst.toFixed(2)}`);
if (failed.length) {
  console.log(`superlinear, or did not end:\n  ${failed.join('\n  ')}`);
  process.exitCode = 1;
}
