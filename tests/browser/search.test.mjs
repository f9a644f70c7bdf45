// The search box and the search page, as readers use them: keys, the list, the address, recent queries, and what is missing.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch, open, serve } from './browser.mjs';
import { KINDS, SITE } from './site.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });
const url = (file) => pathToFileURL(SITE).href + '/' + file;
const ask = (page, query) => page.evaluate((q) => window.jiangyi.search(q, { limit: 5 }), query);

test('a slash leads to the box, arrows through the list, Enter to the place', async () => {
  const { context, page, faults } = await open(browser);
  await page.goto(url(KINDS.lesson));
  await page.keyboard.press('/');
  await page.keyboard.type('光荣牌旧了');
  await page.waitForFunction(() => document.querySelector('#_list:not([hidden]) mark'));
  assert.equal(await page.getAttribute('#_q', 'aria-expanded'), 'true');
  await page.waitForTimeout(300);
  await page.keyboard.press('ArrowDown');
  const option = page.locator('[aria-selected="true"]');
  assert.equal(await page.getAttribute('#_q', 'aria-activedescendant'), await option.getAttribute('id'));
  const href = await option.evaluate((one) => one.href);
  await page.keyboard.press('Enter');
  await page.waitForURL(href);
  await page.focus('#_q');
  await page.waitForFunction(() => document.querySelector('#_list')?.textContent.includes('光荣牌旧了'));
  await page.keyboard.press('Escape');
  assert.equal(await page.isHidden('#_list'), true);
  assert.deepEqual(faults, []);
  await context.close();
});

test('the query stands in the address, and the back button leads through queries', async () => {
  const { context, page } = await open(browser);
  await page.goto(url('search.html?q=%E4%BC%98%E5%BE%85%E8%AF%81&kind=question'));
  await page.waitForSelector('#_found mark');
  assert.equal(await page.inputValue('#_q'), '优待证');
  assert.equal(await page.inputValue('select[name=kind]'), 'question');
  assert.equal(await page.locator('#_found h2').count(), 1);
  await page.selectOption('select[name=kind]', '');
  await page.fill('#_q', '光荣牌');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.search.includes(encodeURIComponent('光荣牌')));
  assert.ok(!page.url().includes('kind='));
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('#_q').value === '优待证');
  await context.close();
});

test('composition is waited for', async () => {
  const { context, page } = await open(browser);
  await page.goto(url('search.html'));
  await page.evaluate(() => {
    const input = document.getElementById('_q');
    input.dispatchEvent(new CompositionEvent('compositionstart'));
    input.value = 'guangrongpai';
    input.dispatchEvent(new InputEvent('input', { isComposing: true }));
  });
  await page.waitForTimeout(300);
  assert.equal(await page.locator('#_found .found').count(), 0);
  await page.evaluate(() => {
    const input = document.getElementById('_q');
    input.value = '光荣牌';
    input.dispatchEvent(new CompositionEvent('compositionend'));
  });
  await page.waitForSelector('#_found .found');
  await context.close();
});

test('nothing found: near names and topics help', async () => {
  const { context, page } = await open(browser);
  await page.goto(url('search.html'));
  await page.fill('#_q', '<img src=龘 onerror=齉>龘齉');
  await page.waitForSelector('.found-help');
  assert.match(await page.innerText('.found-help'), /<img src=龘 onerror=齉>/);
  assert.equal(await page.locator('main img').count(), 0);
  await page.locator('.found-help button').first().click();
  await page.waitForSelector('#_found .found');
  await context.close();
});

test('without JavaScript the page leads to the topics', async () => {
  const { context, page } = await open(browser, { javaScriptEnabled: false });
  await page.goto(url('search.html'));
  assert.ok(await page.locator('main a[href^="topics/"]').count() > 5);
  assert.equal(await page.isHidden('#_filters'), true);
  await context.close();
});

test('under a sub-path and with a file missing the page works and says so', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jiangyi-'));
  fs.cpSync(SITE, path.join(folder, 'a/b'), { recursive: true });
  const server = http.createServer((request, response) => {
    const file = path.join(folder, decodeURIComponent(request.url.split('?')[0]));
    const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
    if (!fs.existsSync(file)) return response.writeHead(404).end('gone');
    return response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' }).end(fs.readFileSync(file));
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.on('listening', done));
  const base = `http://127.0.0.1:${server.address().port}/a/b/`;
  const { context, page } = await open(browser);
  await page.goto(base + 'search.html');
  const whole = await ask(page, '优待证申领');
  assert.ok(whole.length);
  for (const file of fs.readdirSync(path.join(folder, 'a/b/search'))) {
    if (/^[pt]\d/.test(file)) fs.rmSync(path.join(folder, 'a/b/search', file));
  }
  await page.reload();
  await page.fill('#_q', '优待证申领');
  await page.waitForSelector('.found-note');
  for (const file of fs.readdirSync(path.join(folder, 'a/b/search'))) fs.rmSync(path.join(folder, 'a/b/search', file));
  await page.reload();
  await page.fill('#_q', '优待证申领');
  await page.waitForFunction(() => document.querySelector('.found-status').textContent.length > 0);
  await context.close();
  server.close();
  fs.rmSync(folder, { recursive: true });
});

test('a core that a cache kept from an earlier build is asked for anew', async () => {
  const core = fs.readFileSync(path.join(SITE, 'search/core.js'), 'utf8');
  // The earlier build's files had other digests, and are gone.
  const old = core.replace(/"digests":\{[^}]*\}/, (digests) => digests.replace(/:"[^"]*"/g, (text) => `:"${'2'.repeat(text.length - 3)}"`));
  assert.notEqual(old, core);
  const { context, page } = await open(browser);
  const asked = [];
  await page.route('**/search/core.js*', (route) => {
    const fresh = route.request().url().includes('?');
    asked.push(fresh);
    route.fulfill({ contentType: 'text/javascript', body: fresh ? core : old });
  });
  const site = await serve(SITE);
  await page.goto(site.url + 'search.html');
  const results = await ask(page, '优待证申领');
  assert.deepEqual(asked, [false, true]);
  assert.ok(results.length && results.every((one) => one.snippet));
  await page.fill('#_q', '优待证申领');
  await page.waitForSelector('#_found .found');
  assert.equal(await page.locator('.found-note').count(), 0);
  assert.equal(asked.length, 2);
  await context.close();
  site.close();
});

// From a key to the painted list: the medians of what passes, of what the page's thread works, and of its work for the same
// list alone, in milliseconds.
async function keystrokes(file, list, rate) {
  const { context, page } = await open(browser);
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  if (rate > 1) await session.send('Emulation.setCPUThrottlingRate', { rate });
  const worked = async () => 1000 * (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ThreadTime').value;
  await page.goto(url(file));
  await page.focus('#_q');
  await ask(page, '优待证');
  await page.waitForTimeout(300);
  const passed = [], work = [], floor = [];
  for (const text of ['优', '优待', '优待证', '优待证申', '优待证申领', '光荣牌', '光荣牌悬', '光荣牌悬挂', '抚恤', '抚恤金', '抚恤金发', '抚恤金发放']) {
    for (const [query, times] of [[text, work], [null, floor]]) {
      const before = await worked();
      const time = await page.evaluate(async ([typed, where]) => {
        const shown = document.querySelector(where);
        const painted = new Promise((done) => new MutationObserver((_, observer) => {
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(done, 0));
        }).observe(shown, { childList: true }));
        const began = performance.now();
        if (typed === null) {
          // The floor: the same list once more, as it came out, without looking anything up.
          shown.replaceChildren(...Array.from(shown.childNodes, (node) => node.cloneNode(true)));
        } else {
          const input = document.getElementById('_q');
          input.value = typed;
          input.dispatchEvent(new InputEvent('input'));
        }
        await painted;
        return performance.now() - began;
      }, [query, list]);
      times.push(await worked() - before);
      if (query) passed.push(time);
      await page.waitForTimeout(50);
    }
  }
  await context.close();
  const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
  return { passed: median(passed), work: median(work), floor: median(floor) };
}

test('a keystroke is answered within 60 ms at a quarter of the speed, in the box and on the search page', { timeout: 240_000 }, async () => {
  for (const [file, list] of [['search.html', '.found-list'], [KINDS.lesson, '#_list']]) {
    // What passes depends on what else the machine does; the work does not, so that it is held to the limit: on a machine as
    // fast as the one that the limit was set on, where the list alone is a third of it, in milliseconds; on others as many lists.
    const { passed } = await keystrokes(file, list, 4);
    const { work, floor } = await keystrokes(file, list, 1);
    console.log(`keystroke to painted list, ${file === 'search.html' ? 'search page' : 'box'}, 4x: median ${passed.toFixed(0)} ms; work, four times: ${(4 * work).toFixed(0)} ms; the list alone: ${(4 * floor).toFixed(0)} ms`);
    assert.ok(work > 0.5 && work <= Math.max(60 / 4, 3 * floor), `${file}: ${work.toFixed(1)} ms of work, ${floor.toFixed(1)} for the list alone`);
  }
});
