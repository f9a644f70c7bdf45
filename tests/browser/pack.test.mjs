// The handbook in one file: unpacked from its zip, and single pages with everything inside, opened by double click on a phone
// that has no server and none of the other files.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { PHONE, launch, open } from './browser.mjs';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const PROGRAM = path.resolve(process.env.JIANGYI ?? path.join(REPOSITORY, 'target/release/jiangyi'));
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'jiangyi-pack-'));
const run = (...args) => execFileSync(PROGRAM, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); fs.rmSync(dir, { recursive: true }); });

/** One page of the demonstration, alone in a folder, opened. */
async function opened(t, name, wanted, ...more) {
  const alone = fs.mkdtempSync(path.join(dir, 'alone-'));
  const file = path.join(alone, `${name}.html`);
  run('pack', '--root', REPOSITORY, '--page', wanted, '--output', file, ...more);
  const { context, page, faults } = await open(browser, { viewport: PHONE });
  t.after(() => context.close());
  const url = pathToFileURL(file).href;
  page.on('request', (request) => { if (request.url().startsWith('file:') && !request.url().startsWith(url)) faults.push(`another file: ${request.url()}`); });
  await page.goto(url);
  return { page, faults, url, html: fs.readFileSync(file, 'utf8') };
}

test('the zip opens unpacked, finds what is searched, and is the same each time', { timeout: 120_000 }, async (t) => {
  const [one, two] = ['one.zip', 'two.zip'].map((name) => path.join(dir, name));
  run('pack', '--root', REPOSITORY, '--output', one);
  run('pack', '--root', REPOSITORY, '--output', two, '--jobs', '1');
  assert.ok(fs.readFileSync(one).equals(fs.readFileSync(two)));
  execFileSync('unzip', ['-q', one, '-d', path.join(dir, 'unpacked')], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  assert.deepEqual(fs.readdirSync(path.join(dir, 'unpacked')), ['优抚业务大讲堂手册']);
  const { context, page, faults } = await open(browser);
  t.after(() => context.close());
  await page.goto(pathToFileURL(path.join(dir, 'unpacked/优抚业务大讲堂手册/index.html')).href);
  const found = await page.evaluate(() => window.jiangyi.search('优待证', {}));
  assert.ok(found.length > 0);
  await page.goto(pathToFileURL(path.join(dir, 'unpacked/优抚业务大讲堂手册', found[0].url.split('#')[0])).href);
  assert.ok((await page.title()).length > 0);
  assert.deepEqual(faults, []);
});

for (const [kind, wanted] of [['unit', '2026-03'], ['lesson', 'content/2026-03-拥军优抚/01-优待证.md'], ['procedure', '优待证申领'], ['picture', '2026-03/guangrongpai.html']]) {
  test(`a ${kind} alone opens without a fault, with its styles and pictures, and leads nowhere that is not there`, { timeout: 60_000 }, async (t) => {
    const { page, faults, html } = await opened(t, kind, wanted);
    assert.ok((await page.title()).length > 0);
    assert.doesNotMatch(html, /unsafe-|<link[^>]+stylesheet|<script[^>]+src=/);
    assert.ok(await page.evaluate(() => document.documentElement.dataset.js === ''), 'scripts run under the policy');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= PHONE.width);
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).fontFamily), 'serif');
    const links = await page.$$eval('a[href]', (all) => all.map((a) => a.getAttribute('href')));
    assert.deepEqual(links.filter((href) => !/^(#|https?:|mailto:|tel:|data:)/.test(href)), []);
    for (const anchor of links.filter((href) => href.startsWith('#') && href.length > 1)) {
      assert.ok(await page.evaluate((id) => document.getElementById(decodeURIComponent(id)) !== null, anchor.slice(1)), anchor);
    }
    await page.$$eval('img', (all) => Promise.all(all.map((img) => img.decode())));
    assert.ok(await page.$$eval('img', (all) => all.every((img) => img.naturalWidth > 0)));
    if (kind === 'picture') assert.ok(await page.$$eval('img', (all) => all.length) > 0);
    assert.deepEqual(faults, []);
  });
}

test('a lesson alone can be shown on a projector, a procedure alone remembers its ticks', { timeout: 60_000 }, async (t) => {
  const lesson = await opened(t, 'lesson', '2026-03/youdaizheng.html');
  await lesson.page.evaluate(() => { location.hash = 'slides'; });
  await lesson.page.waitForFunction(() => document.querySelector('[class*="slide"], .deck') !== null, null, { timeout: 10_000 });
  assert.deepEqual(lesson.faults, []);
  const procedure = await opened(t, 'procedure', '优待证申领');
  const box = procedure.page.locator('main input[type=checkbox]').first();
  await box.check();
  await procedure.page.reload();
  assert.ok(await procedure.page.locator('main input[type=checkbox]').first().isChecked());
  assert.deepEqual(procedure.faults, []);
});

test('with an address, links lead to the published handbook', { timeout: 60_000 }, async (t) => {
  const { page, faults } = await opened(t, 'lesson', '2026-03/youdaizheng.html', '--base-url', 'http://127.0.0.1:9/handbook/');
  const links = await page.$$eval('a[href]', (all) => all.map((a) => a.getAttribute('href')));
  assert.ok(links.includes('http://127.0.0.1:9/handbook/index.html'));
  assert.deepEqual(links.filter((href) => !/^(#|https?:|mailto:|tel:|data:)/.test(href)), []);
  assert.deepEqual(faults, []);
});

test('a file of someone else is not written over', () => {
  for (const [name, args] of [['a.zip', []], ['a.html', ['--page', '2026-03/youdaizheng.html']]]) {
    const file = path.join(dir, name);
    fs.writeFileSync(file, 'mine');
    assert.throws(() => run('pack', '--root', REPOSITORY, '--output', file, ...args));
    assert.equal(fs.readFileSync(file, 'utf8'), 'mine');
    fs.rmSync(file);
    run('pack', '--root', REPOSITORY, '--output', file, ...args);
    run('pack', '--root', REPOSITORY, '--output', file, ...args);
  }
});
