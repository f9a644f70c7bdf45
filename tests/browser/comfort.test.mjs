// Text size and light hold across pages, from the first paint; nothing breaks with large type.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, STORAGE, launch, open, serve } from './browser.mjs';
import { KINDS, SITE } from './site.mjs';

let browser;
let site;
before(async () => { browser = await launch(); site = await serve(SITE); });
after(async () => { await browser.close(); site.close(); });

const size = (page) => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const choose = (page, name) => page.getByRole('radio', { name, exact: true }).check({ force: true });
const pages = Object.entries(KINDS).filter(([kind]) => kind !== 'missing');

test('three sizes and the light are chosen once and hold on other pages', { timeout: 60_000 }, async () => {
  const { context, page, faults } = await open(browser);
  await page.goto(site.url);
  assert.equal(await size(page), 18);
  const light = await paper(page);
  await page.locator('.comfort summary').click();
  await choose(page, '大');
  assert.equal(await size(page), 21);
  await choose(page, '特大');
  await choose(page, '深色');
  assert.equal(await size(page), 24);
  const dark = await paper(page);
  assert.notEqual(dark, light);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.comfort').evaluate((panel) => panel.open), false);

  // Before any deferred script runs the page has its size and light: no flash.
  await page.route(/comfort\.\w+\.js/, (route) => route.abort());
  await page.goto(site.url + KINDS.lesson);
  assert.equal(await size(page), 24);
  assert.equal(await paper(page), dark);
  await page.unroute(/comfort\.\w+\.js/);
  faults.length = 0;

  await page.goto(site.url + KINDS.policies);
  assert.equal(await page.locator('[name=_size][value=largest]').isChecked(), true);
  await page.locator('.comfort summary').click();
  await choose(page, '标准');
  await choose(page, '跟随设备');
  assert.equal(await size(page), 18);
  assert.equal(await paper(page), light);
  await page.goBack();
  assert.equal(await size(page), 18, 'the page before follows');
  assert.deepEqual(faults, []);
  await context.close();
});

test('a size chosen in one tab shows in the other', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser);
  await page.goto(site.url);
  const second = await context.newPage();
  await second.goto(site.url + KINDS.lesson);
  await page.locator('.comfort summary').click();
  await choose(page, '大');
  await second.waitForFunction(() => document.documentElement.dataset.size === 'large');
  await context.close();
});

test('with storage blocked the size still changes, and the page says that it is not kept', { timeout: 60_000 }, async () => {
  const { context, page, faults } = await open(browser);
  await page.addInitScript(STORAGE.blocked);
  await page.goto(site.url);
  await page.locator('.comfort summary').click();
  await choose(page, '特大');
  assert.equal(await size(page), 24);
  assert.match(await page.locator('#_notice').innerText(), /存不下/);
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [what, base, chosen] of [['largest size', 16, 'largest'], ['large fonts of the phone', 24, ''], ['both', 24, 'large']]) {
  test(`no page is wider than a phone with ${what}`, { timeout: 120_000 }, async () => {
    const { context, page } = await open(browser);
    await page.addInitScript(([px, name]) => {
      addEventListener('DOMContentLoaded', () => {
        // As a browser's own setting would: the root's percentages are of this.
        if (name) document.documentElement.dataset.size = name;
        const { fontSize } = getComputedStyle(document.documentElement);
        if (px !== 16) document.documentElement.style.fontSize = `${(parseFloat(fontSize) * px) / 16}px`;
      });
    }, [base, chosen]);
    for (const [kind, file] of pages) {
      await page.goto(site.url + file);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= PHONE.width, `${kind} is ${width} px wide`);
    }
    await context.close();
  });
}

test('no page is wider than the window at 200 % zoom', { timeout: 120_000 }, async () => {
  const { context, page } = await open(browser, { viewport: { width: 640, height: 400 } });
  for (const [kind, file] of pages) {
    await page.goto(site.url + file);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 640, kind);
  }
  await context.close();
});

test('what can be touched is 48 px high, or stands in running text', { timeout: 120_000 }, async () => {
  const { context, page } = await open(browser);
  for (const [kind, file] of pages) {
    await page.goto(site.url + file);
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
    const small = await page.evaluate(() =>
      Array.from(document.querySelectorAll('button, summary, select, label:has(input), input:not([type=checkbox], [type=radio])'))
        .filter((one) => one.offsetParent && !one.closest('.text') && one.getBoundingClientRect().height < 47.5)
        .map((one) => `${one.className || one.tagName} ${one.textContent.trim().slice(0, 12)} ${one.getBoundingClientRect().height}`));
    assert.deepEqual(small, [], kind);
  }
  await context.close();
});
