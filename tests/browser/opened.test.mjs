// Every page opens by double click: no error in the console, no request that fails or leaves the folder, nothing wider than
// the phone.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DESKTOP, PHONE, launch, open, violations } from './browser.mjs';
import { KINDS, SITE, pages } from './site.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

test('every page opens from a folder without a fault', { timeout: 600_000 }, async () => {
  const { context, page, faults } = await open(browser);
  for (const file of pages) {
    await page.goto(pathToFileURL(path.join(SITE, file)).href);
    assert.ok((await page.title()).length > 0, `${file} has a title`);
    assert.deepEqual(faults.splice(0), [], file);
  }
  await context.close();
});

for (const [device, viewport] of [['phone', PHONE], ['desktop', DESKTOP]]) {
  test(`no kind of page is wider than the ${device}`, { timeout: 120_000 }, async () => {
    const { context, page } = await open(browser, { viewport });
    for (const [kind, file] of Object.entries(KINDS)) {
      await page.goto(pathToFileURL(path.join(SITE, file)).href);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= viewport.width, `${kind} is ${width} px wide`);
    }
    await context.close();
  });
}

test('without JavaScript every text and answer is there', { timeout: 120_000 }, async () => {
  const { context, page, faults } = await open(browser, { javaScriptEnabled: false });
  await page.goto(pathToFileURL(path.join(SITE, KINDS.lesson)).href);
  const text = await page.locator('main').innerText();
  assert.match(text, /户籍地乡镇/);
  assert.ok((await page.locator('main details').count()) > 0, 'answers of the quiz can be opened');
  assert.deepEqual(faults, []);
  await context.close();
});

test('axe finds no violation on any kind of page, light, dark and in large text', { timeout: 300_000 }, async () => {
  for (const [colorScheme, size] of [['light', ''], ['dark', ''], ['light', 'largest']]) {
    const { context, page } = await open(browser, { colorScheme });
    for (const [kind, file] of Object.entries(KINDS)) {
      await page.goto(pathToFileURL(path.join(SITE, file)).href);
      if (size) await page.evaluate((name) => { document.documentElement.dataset.size = name; }, size);
      const found = await violations(page);
      const said = found.map((v) => `${v.id}: ${v.help}: ${v.nodes[0].target}`);
      assert.deepEqual(said, [], `${kind}, ${colorScheme} ${size}`);
    }
    await context.close();
  }
});
