// The checklist of a procedure: ticks and cases are kept, on this device, for this handbook, and survive whatever storage does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { DESKTOP, PHONE, STORAGE, launch, open, serve } from './browser.mjs';
import { KINDS, SITE } from './site.mjs';

let browser;
let site;
before(async () => {
  // The page cache is tested too, which the driver switches off by itself.
  browser = await launch({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  site = await serve(SITE);
});
after(async () => { await browser.close(); site.close(); });

const boxes = (page) => page.locator('main input[type=checkbox]');
const ticked = (page) => page.locator('main input[type=checkbox]:checked').count();
const button = (page, name) => page.getByRole('button', { name, exact: true });
const chips = (page) => page.locator('.cases .chip').allInnerTexts();
const place = (root) => `jiangyi:1:${root}:checklist:`;

async function add(page, name) {
  await button(page, '另加一件').click();
  await page.getByLabel('给谁办').fill(name);
  await page.keyboard.press('Enter');
}

for (const [device, viewport] of [['phone', PHONE], ['desktop', DESKTOP]]) {
  test(`a clerk ticks, adds, names, switches, resets and deletes cases on a ${device}`, { timeout: 60_000 }, async () => {
    const { context, page, faults } = await open(browser, { viewport });
    page.on('dialog', () => faults.push('a dialog of the browser'));
    await page.goto(site.url + KINDS.procedure);
    const count = await boxes(page).count();
    assert.ok(count > 5);
    await boxes(page).nth(0).check();
    await boxes(page).nth(1).check();
    assert.match(await page.locator('.progress').innerText(), new RegExp(`2 项，共 ${count} 项`));
    assert.equal(await page.locator('progress').evaluate((bar) => bar.value), 2);

    await button(page, '写上名字').click();
    await page.getByLabel('给谁办').fill('张三');
    await button(page, '保存').click();
    await add(page, '李四');
    assert.deepEqual(await chips(page), [`张三 2/${count}`, `李四 0/${count}`]);
    assert.equal(await ticked(page), 0);
    await boxes(page).nth(4).check();
    await page.locator('.cases .chip').first().click();
    assert.equal(await ticked(page), 2);

    await page.reload();
    assert.deepEqual(await chips(page), [`张三 2/${count}`, `李四 1/${count}`]);
    assert.equal(await page.locator('[aria-pressed=true]').innerText(), `张三 2/${count}`);

    await button(page, '全部重勾').click();
    await button(page, '取消').click();
    assert.equal(await ticked(page), 2, 'nothing is lost without a yes');
    await button(page, '全部重勾').click();
    await button(page, '确定').click();
    assert.equal(await ticked(page), 0);
    await button(page, '删掉这件').click();
    assert.match(await page.locator('.case-form:visible').innerText(), /张三/);
    await page.keyboard.press('Escape');
    assert.equal((await chips(page)).length, 2);
    await button(page, '删掉这件').click();
    await button(page, '确定').click();
    assert.deepEqual(await chips(page), [`李四 1/${count}`]);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('the whole checklist works by keyboard, and focus is never lost', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser);
  await page.goto(site.url + KINDS.procedure);
  await button(page, '另加一件').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('王五');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.part), 'add');
  await boxes(page).first().focus();
  await page.keyboard.press('Space');
  assert.equal(await ticked(page), 1);
  await button(page, '删掉这件').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-pressed')), 'true');
  await context.close();
});

test('a step whose text changed loses its tick, and a stale one does no harm', { timeout: 60_000 }, async () => {
  const { context, page, faults } = await open(browser);
  await page.goto(site.url + KINDS.procedure);
  const kept = await page.evaluate((start) => {
    const name = start + document.querySelector('.cases').dataset.checklist;
    localStorage.setItem(name, JSON.stringify({ cases: [{ id: 'a', name: '甲', done: ['0badf00d'] }], current: 'a' }));
    return name;
  }, place('/handbook/'));
  await page.reload();
  assert.equal(await ticked(page), 0);
  await boxes(page).first().check();
  const { cases } = JSON.parse(await page.evaluate((name) => localStorage.getItem(name), kept));
  assert.equal(cases[0].done.length, 1, 'the stale key is gone');
  assert.deepEqual(faults, []);
  await context.close();
});

test('two handbooks on one host do not mix, nor two procedures of one handbook', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser);
  await page.goto(site.url + KINDS.procedure);
  await boxes(page).first().check();
  await page.goto(site.other + KINDS.procedure);
  assert.equal(await ticked(page), 0);
  await page.goto(`${site.url}procedures/guangrongpaixuangua.html`);
  assert.ok((await boxes(page).count()) > 0);
  assert.equal(await ticked(page), 0);
  await context.close();
});

test('two tabs lose no tick and see each other’s', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser);
  await page.goto(site.url + KINDS.procedure);
  const second = await context.newPage();
  await second.goto(site.url + KINDS.procedure);
  await boxes(page).nth(0).check();
  await boxes(second).nth(1).check();
  await page.waitForFunction(() => document.querySelectorAll('main input:checked').length === 2);
  await second.waitForFunction(() => document.querySelectorAll('main input:checked').length === 2);
  await page.evaluate(() => localStorage.clear());
  await second.waitForFunction(() => document.querySelectorAll('main input:checked').length === 0);
  await context.close();
});

test('back from the page cache the page shows what is kept now', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser);
  await page.goto(site.url + KINDS.procedure);
  await boxes(page).nth(0).check();
  await page.evaluate(() => { window.sameDocument = true; });
  await page.goto(site.url);
  // Meanwhile the tick is taken away, as another tab or a reset would.
  await page.evaluate(() => localStorage.clear());
  await page.goBack({ waitUntil: 'commit' });
  await page.waitForFunction(() => document.querySelector('.cases'));
  assert.equal(await page.evaluate(() => window.sameDocument), true, 'it came from the page cache');
  assert.equal(await ticked(page), 0);
  await boxes(page).nth(2).check();
  assert.equal(await ticked(page), 1);
  await context.close();
});

for (const [how, script] of Object.entries(STORAGE)) {
  test(`with storage ${how} ticks work, and the page says once that they are not kept`, { timeout: 60_000 }, async () => {
    const { context, page, faults } = await open(browser);
    await page.addInitScript(script);
    await page.goto(site.url + KINDS.procedure);
    assert.equal(await page.locator('#_notice').innerText(), '');
    await boxes(page).nth(0).check();
    await add(page, '张三');
    assert.match(await page.locator('#_notice').innerText(), /存不下/);
    await button(page, '知道了').click();
    await boxes(page).nth(1).check();
    assert.equal(await ticked(page), 1);
    await page.locator('.cases .chip').first().click();
    assert.equal(await page.locator('#_notice').innerText(), '', 'it says so once');
    assert.equal(await ticked(page), 1);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

const poisons = {
  'markup': '<img src=x onerror="window.hacked=1">',
  'markup as a name': JSON.stringify({ cases: [{ id: '<b>', name: '<img src=x onerror="window.hacked=1">', done: [] }], current: '<b>' }),
  'not what it should be': JSON.stringify({ cases: { length: 9 }, current: [] }),
  'nulls': JSON.stringify({ cases: [null, 1, {}, { id: 'a', name: 7, done: 'x' }, { id: 'a' }], current: null }),
  'a bare null': 'null',
  'prototype keys': '{"__proto__":{"hacked":1},"cases":[{"id":"__proto__","name":"甲","done":["__proto__","constructor"]}],"constructor":{"prototype":{"hacked":1}}}',
  'a thousand cases': JSON.stringify({ cases: Array.from({ length: 1000 }, (_, n) => ({ id: String(n), name: '名', done: [] })), current: '0' }),
  'very much': 'x'.repeat(5_000_000),
};
for (const [what, value] of Object.entries(poisons)) {
  test(`storage poisoned with ${what} is survived`, { timeout: 60_000 }, async () => {
    const { context, page, faults } = await open(browser);
    await page.goto(site.url + KINDS.procedure);
    await page.evaluate(([start, text]) => {
      ['comfort', 'level'].forEach((name) => { try { localStorage.setItem(start.replace('checklist:', '') + name, text.slice(0, 2000)); } catch (error) { /* full */ } });
      localStorage.setItem(start + document.querySelector('.cases').dataset.checklist, text);
    }, [place('/handbook/'), value]);
    await page.reload();
    await boxes(page).nth(0).check();
    await page.reload();
    assert.equal(await ticked(page), 1);
    assert.ok((await page.locator('.cases .chip').count()) <= 60);
    assert.equal(await page.evaluate(() => window.hacked ?? {}.hacked), undefined);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('by double click from a folder ticks are kept as well', { timeout: 60_000 }, async () => {
  const { context, page, faults } = await open(browser);
  await page.goto(pathToFileURL(path.join(SITE, KINDS.procedure)).href);
  await boxes(page).nth(3).check();
  await page.reload();
  assert.equal(await ticked(page), 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test('on paper stand the boxes, the ticks and the name, and no tools', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser, { viewport: DESKTOP });
  await page.goto(site.url + KINDS.procedure);
  await add(page, '张三');
  await boxes(page).nth(0).check();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.case-name').innerText(), '张三');
  assert.ok(await boxes(page).nth(0).isVisible());
  for (const hidden of ['.cases', '.progress', '.comfort', '.notice']) assert.equal(await page.locator(hidden).isVisible(), false, hidden);
  await context.close();
});

test('without JavaScript the boxes tick, and no control stands there in vain', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser, { javaScriptEnabled: false });
  await page.goto(site.url + KINDS.procedure);
  await boxes(page).first().check();
  // The search box is a form: without scripts it leads to the search page.
  assert.equal(await page.locator('button:not(.search-button):visible').count(), 0);
  assert.equal(await page.locator('.comfort').isVisible(), false);
  await context.close();
});
