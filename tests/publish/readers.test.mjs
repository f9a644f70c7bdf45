// While readers read without a pause, versions are published one after the other to a folder and to a server, and some of
// these publications are killed on their way. No reader gets a missing file or a page of two versions.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Changing, begin, below, digests, done, folder, jiangyi, nginx, sleep, sshd, target } from './ground.mjs';
import { Crawler, get } from './crawl.mjs';

const PUBLISHES = Number(process.env.PUBLISHES ?? 8);
const CUT = Number(process.env.CUT ?? 2);

/** Which of the publications are cut off: spread over all, never the first. */
const cut = new Set(Array.from({ length: CUT }, (_, i) => 1 + Math.floor(((i + 0.5) * (PUBLISHES - 1)) / CUT)));

/** Begins to publish and kills it at a random point: the program, its rsync, or all that belongs to it. */
async function cutOff(args, cwd, typical) {
  const child = begin(args, { cwd });
  const ended = new Promise((done) => child.on('exit', (code, signal) => done(signal)));
  await sleep(Math.random() * typical);
  const family = below(child.pid);
  const whom = Math.floor(Math.random() * 3);
  const victims = whom === 0 ? [child.pid] : whom === 1 && family.length ? family : [...family, child.pid];
  for (const victim of victims) { try { process.kill(victim, 'SIGKILL'); } catch { /* It has ended by itself. */ } }
  return ended;
}

async function readersDuring(t, kind, about) {
  const dir = folder(t);
  const settings = target({ name: kind, ...(await about(t, dir)) });
  const site = new Changing(path.join(dir, 'site'), settings);
  const cwd = site.dir;
  const versions = [];
  const expected = (n) => {
    site.version(n);
    done(['build', '--output', path.join(dir, 'expected')], { cwd });
    versions.push(digests(path.join(dir, 'expected')));
  };
  expected(0);
  done(['publish'], { cwd });
  const url = await nginx(t, dir, done(['publish', '--headers', 'nginx'], { cwd }).out);
  const crawler = new Crawler(url, versions);
  crawler.start();
  let typical = 500, killed = 0, recovered = 0;
  for (let n = 1; n <= PUBLISHES; n += 1) {
    expected(n);
    if (cut.has(n)) {
      await cutOff(['publish'], cwd, typical);
      killed += 1;
    } else {
      const began = Date.now();
      const said = await new Promise((ended) => {
        const child = begin(['publish'], { cwd });
        child.on('exit', (code) => ended(code));
      });
      assert.equal(said, 0, `publication ${n}: ${jiangyi(['publish'], { cwd }).err}`);
      typical = (typical + Date.now() - began) / 2;
      const shown = await get(`${url}/index.html`);
      assert.equal(shown.sha, versions.at(-1).get('index.html'), `what was published last is shown after publication ${n}`);
      recovered += cut.has(n - 1) ? 1 : 0;
    }
    await sleep(100);
  }
  await sleep(800);
  await crawler.stop();
  const { requests, pages, missing, mixed, broken } = crawler.verdict();
  t.diagnostic(`${kind}: ${requests} requests for ${pages} pages, ${PUBLISHES} publications, ${killed} cut off, ${missing.length} missing, ${mixed.length} mixed`);
  assert.deepEqual([missing.slice(0, 5), mixed.slice(0, 5), broken.slice(0, 5)], [[], [], []]);
  assert.ok(pages > PUBLISHES * 2, 'readers read meanwhile');
  // Whatever was cut off: the last one is whole, and going back works.
  const last = jiangyi(['publish', '--rollback'], { cwd });
  assert.equal(last.status, 0, last.err);
  const back = await get(`${url}/2026-03/ke3.html`);
  assert.ok(versions.slice(0, -1).some((files) => files.get('2026-03/ke3.html') === back.sha), 'an earlier version is shown again');
}

test('readers of a folder', { timeout: 1_200_000 }, (t) => readersDuring(t, 'folder', (_, dir) => ({ folder: path.join(dir, 'target') })));

test('readers of a server', { timeout: 1_200_000 }, (t) => readersDuring(t, 'server', async (t, dir) => {
  const keys = path.join(dir, 'keys');
  fs.mkdirSync(keys, { mode: 0o700 });
  const { port, user, key, file } = await sshd(t, keys);
  return { host: '127.0.0.1', port, user, path: path.join(dir, 'target'), key, known_hosts: file('known_hosts') };
}));
