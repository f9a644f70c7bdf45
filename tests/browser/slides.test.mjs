// The projector view: keys, the place in the address, the answer on the next key, the speaker's window, nothing cut off.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch, open, violations } from './browser.mjs';
import { KINDS, SITE, pages } from './site.mjs';

const PROJECTOR = { width: 1280, height: 720 };
const lesson = pathToFileURL(path.join(SITE, KINDS.lesson)).href;
const lessons = pages.filter((page) => /^\d{4}-\d{2}\/[^/]+\.html$/.test(page) && !/(index|print|paper)(\.\d+)?\.html$/.test(page));

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const place = (page) => page.locator('.deck [data-part="place"]').innerText();
const start = async (page, url = lesson) => {
  await page.goto(url);
  await page.click('#_slides');
  await page.waitForSelector('.screen.now');
};

test('keys and clickers go through the screens, and the address keeps the place', async () => {
  const { context, page, faults } = await open(browser, { viewport: PROJECTOR });
  await start(page);
  const count = Number((await place(page)).split('/')[1]);
  assert.ok(count > 10, `${count} screens`);
  for (const [key, at] of [['PageDown', 2], ['ArrowRight', 3], ['ArrowDown', 4], ['ArrowLeft', 3], ['PageUp', 2], ['ArrowUp', 1], ['ArrowUp', 1], ['End', count], ['Home', 1], [' ', 2]]) {
    await page.keyboard.press(key);
    assert.equal(await place(page), `${at} / ${count}`, key);
    assert.match(page.url(), new RegExp(`#slides=${at}$`));
    assert.equal(await page.locator('.screen.now').count(), 1);
  }
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.deck').count(), 0);
  assert.ok(await page.locator('main').isVisible());
  await page.goto(`${lesson}#slides=3`);
  await page.reload();
  await page.waitForSelector('.screen.now');
  assert.equal(await place(page), `3 / ${count}`);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a quiz shows its answer on the next key, and hides it on the way back', async () => {
  const { context, page } = await open(browser, { viewport: PROJECTOR });
  await start(page);
  while (!(await page.locator('.screen.now .quiz-question').count())) await page.keyboard.press('PageDown');
  const answer = page.locator('.screen.now .answer');
  const at = await place(page);
  assert.equal(await answer.isVisible(), false);
  await page.keyboard.press('PageDown');
  assert.equal(await place(page), at);
  assert.equal(await answer.isVisible(), true);
  await page.keyboard.press('PageUp');
  assert.equal(await answer.isVisible(), false);
  assert.equal(await place(page), at);
  await context.close();
});

for (const viewport of [PROJECTOR, { width: 1024, height: 768 }, { width: 360, height: 780 }]) {
  test(`nothing is cut off at ${viewport.width}×${viewport.height}`, { timeout: 300_000 }, async () => {
    const { context, page } = await open(browser, { viewport });
    for (const file of lessons) {
      await start(page, pathToFileURL(path.join(SITE, file)).href);
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('.screen')].flatMap((screen, at) => {
          const { right, bottom } = screen.getBoundingClientRect();
          const beyond = [...screen.querySelectorAll('*')].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && (box.right > right + 2 || box.bottom > bottom + 2);
          });
          return beyond.slice(0, 1).map((element) => `${at + 1}: ${element.outerHTML.slice(0, 80)}`);
        }));
      assert.deepEqual(cut, [], file);
      const split = await page.evaluate(() => document.querySelectorAll('.deck table').length);
      const whole = await page.evaluate(() => document.querySelectorAll('main .body table').length);
      assert.equal(split, whole, `${file}: every table stands on one screen`);
    }
    await context.close();
  });
}

test('every text of the lesson is on some screen', async () => {
  const { context, page } = await open(browser, { viewport: PROJECTOR });
  for (const file of lessons) {
    await start(page, pathToFileURL(path.join(SITE, file)).href);
    const missing = await page.evaluate(() => {
      const shown = document.querySelector('.deck').textContent.replace(/\s/g, '');
      return [...document.querySelectorAll('main .body .section :is(p, li, td, h3)')]
        .filter((element) => !element.closest('.more, .note, .needs-js') && !element.querySelector('p, li, .more, .needs-js'))
        .map((element) => element.textContent.replace(/\s/g, ''))
        .filter((text) => !shown.includes(text));
    });
    assert.deepEqual(missing, [], file);
  }
  await context.close();
});

async function speaker(url) {
  const { context, page, faults } = await open(browser, { viewport: PROJECTOR });
  await start(page, url);
  const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('s')]);
  await notes.waitForSelector('.deck h1');
  const at = await place(page);
  assert.equal(await place(notes), at);
  await page.keyboard.press('PageDown');
  await notes.waitForFunction((before) => document.querySelector('[data-part="place"]').textContent !== before, at);
  assert.equal(await notes.locator('.deck .note').count(), 1, 'the note to the second screen');
  await notes.keyboard.press('PageDown');
  await page.waitForFunction(() => location.hash === '#slides=3');
  assert.equal(await page.locator('.deck .note').count(), 0, 'the audience sees no notes');
  assert.deepEqual(faults, []);
  await context.close();
}

test('the speaker’s window follows and leads, from a folder', () => speaker(lesson));

test('the speaker’s window follows and leads, from a server', async () => {
  const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript' };
  const server = http.createServer((request, response) => {
    if (request.url === '/favicon.ico') { response.writeHead(204).end(); return; }
    const file = path.join(SITE, path.normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname)));
    if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) { response.writeHead(404).end(); return; }
    response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' }).end(fs.readFileSync(file));
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  try {
    await speaker(`http://127.0.0.1:${server.address().port}/${KINDS.lesson}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('print is the lesson, also while it is projected', async () => {
  const { context, page } = await open(browser, { viewport: PROJECTOR });
  await start(page);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.deck').isVisible(), false);
  assert.ok(await page.locator('main .section').first().isVisible());
  await context.close();
});

test('without JavaScript there is no button that does nothing', async () => {
  const { context, page } = await open(browser, { javaScriptEnabled: false });
  await page.goto(lesson);
  assert.equal(await page.locator('#_slides').isVisible(), false);
  await context.close();
});

test('axe finds no violation on a screen', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { context, page } = await open(browser, { viewport: PROJECTOR, colorScheme });
    await start(page);
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('PageDown');
    const found = await violations(page);
    assert.deepEqual(found.map((v) => `${v.id}: ${v.nodes[0].html}`), [], colorScheme);
    await context.close();
  }
});
