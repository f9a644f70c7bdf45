// axe finds no violation after the reader has done things: boxes ticked, forms open, answers judged, cards and notices shown.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE, STORAGE, launch, open, serve, violations } from './browser.mjs';
import { KINDS, SITE } from './site.mjs';
let browser;
let site;
before(async () => { browser = await launch(); site = await serve(SITE); });
after(async () => { await browser.close(); site.close(); });

const click = (page, name) => page.getByRole('button', { name, exact: true }).click();
const USES = {
  'text size and light': [KINDS.home, (page) => page.locator('.comfort summary').click()],
  'a level': [KINDS.home, async (page) => {
    await page.locator('#_level').selectOption('优抚医院');
    await page.goto(site.url + KINDS.procedures);
  }],
  'a checklist while a case is named': [KINDS.procedure, async (page) => {
    await page.locator('main input[type=checkbox]').first().check();
    await click(page, '另加一件');
  }],
  'a checklist while it asks': [KINDS.procedure, async (page) => {
    await page.locator('main input[type=checkbox]').first().check();
    await click(page, '全部重勾');
  }],
  'answers right and wrong': [KINDS.lesson, async (page) => {
    for (const n of [0, 2]) {
      await page.locator('.quiz-question').nth(n).locator('input').first().check();
      await page.locator('.quiz-question').nth(n).locator('.quiz-check button').click();
    }
  }],
  'a citation’s card': [KINDS.lesson, (page) => page.locator('a.citation').first().click()],
  'a question’s address': [KINDS.faq, async (page) => {
    await page.evaluate(() => { document.execCommand = () => false; Object.defineProperty(window, 'isSecureContext', { value: false }); });
    await page.locator('.question summary').first().click();
    await page.locator('.copy button').first().click();
  }],
  'a notice': [KINDS.procedure, async (page) => {
    await page.evaluate(STORAGE.full);
    await page.locator('main input[type=checkbox]').first().check();
  }],
};

for (const [use, [file, act]] of Object.entries(USES)) {
  test(`axe finds nothing after ${use}`, { timeout: 120_000 }, async () => {
    for (const [viewport, colorScheme, size] of [[PHONE, 'light', ''], [PHONE, 'dark', 'largest'], [DESKTOP, 'dark', '']]) {
      const { context, page, faults } = await open(browser, { viewport, colorScheme });
      await page.goto(site.url + file);
      if (size) await page.evaluate((name) => { document.documentElement.dataset.size = name; }, size);
      await act(page);
      const found = await violations(page);
      assert.deepEqual(found.map((v) => `${v.id}: ${v.help}: ${v.nodes[0].target}`), [], `${colorScheme} ${size}`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= viewport.width, `${width} px wide`);
      assert.deepEqual(faults, []);
      await context.close();
    }
  });
}
