// A quiz judges in place, explains, counts, repeats what was wrong, and keeps the answers on the device.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE, STORAGE, launch, open, serve } from './browser.mjs';
import { KINDS, SITE } from './site.mjs';

let browser;
let site;
before(async () => { browser = await launch(); site = await serve(SITE); });
after(async () => { await browser.close(); site.close(); });

const question = (page, n) => page.locator('.quiz-question').nth(n);
const score = (page) => page.locator('[data-score]').innerText();
const button = (page, name) => page.getByRole('button', { name, exact: true });

async function answer(page, n, right) {
  const own = question(page, n);
  for (const input of await own.locator('input').all()) {
    const is = await input.evaluate((element) => 'right' in element.dataset);
    if (is === right) await input.check();
  }
  await own.locator('.quiz-check button').click();
}

for (const [device, viewport] of [['phone', PHONE], ['desktop', DESKTOP]]) {
  test(`a learner answers, is told why, and repeats what was wrong, on a ${device}`, { timeout: 60_000 }, async () => {
    const { context, page, faults } = await open(browser, { viewport });
    await page.goto(site.url + KINDS.lesson);
    const count = await page.locator('.quiz-question').count();
    assert.ok(count >= 4);
    assert.equal(await score(page), `已答 0 题，答对 0 题，共 ${count} 题`);
    await question(page, 0).locator('.quiz-check button').click();
    assert.equal(await question(page, 0).locator('.verdict').innerText(), '先选一个答案。');

    await answer(page, 0, true);
    assert.equal(await question(page, 0).locator('.verdict').innerText(), '✓ 答对了');
    assert.ok(await question(page, 0).locator('.answer .text').isVisible(), 'the explanation is there at once');
    const passage = await question(page, 0).locator('.answer .from a').getAttribute('href');
    assert.equal(await page.locator(`[id="${decodeURIComponent(passage.slice(1))}"]`).count(), 1, 'and leads to a passage of this page');
    await answer(page, 1, true);
    assert.equal(await question(page, 1).locator('.verdict').innerText(), '✓ 答对了');
    await answer(page, 2, false);
    assert.match(await question(page, 2).locator('.verdict').innerText(), /✗ 答错了，正确答案：错/);
    assert.equal(await score(page), `已答 3 题，答对 2 题，共 ${count} 题`);

    await page.reload();
    assert.equal(await score(page), `已答 3 题，答对 2 题，共 ${count} 题`, 'answers are kept');
    assert.match(await question(page, 2).locator('.verdict').innerText(), /答错了/);

    await button(page, '只做错的').click();
    assert.equal(await page.locator('.quiz-question:visible').count(), 1);
    assert.ok(await question(page, 2).locator('input').first().evaluate((input) => input === document.activeElement));
    await answer(page, 2, true);
    assert.equal(await score(page), `已答 3 题，答对 3 题，共 ${count} 题`);
    assert.ok(await button(page, '只做错的').isDisabled());
    await button(page, '显示全部题').click();
    assert.equal(await page.locator('.quiz-question:visible').count(), count);
    await button(page, '全部重做').click();
    assert.equal(await score(page), `已答 0 题，答对 0 题，共 ${count} 题`);
    assert.equal(await page.locator('.quiz-question input:checked').count(), 0);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('some of several right answers, or one too many, is not right', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser);
  await page.goto(site.url + KINDS.lesson);
  const several = page.locator('.quiz-question:has(input[type=checkbox])').first();
  await several.locator('input[data-right]').first().check();
  await several.locator('.quiz-check button').click();
  assert.match(await several.locator('.verdict').innerText(), /答错了/);
  await several.locator('.quiz-check button').click();
  for (const input of await several.locator('input').all()) await input.check();
  await several.locator('.quiz-check button').click();
  assert.match(await several.locator('.verdict').innerText(), /答错了/);
  await context.close();
});

test('the quiz works by keyboard alone, and verdicts are announced', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser);
  await page.goto(site.url + KINDS.lesson);
  await question(page, 0).locator('input').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await question(page, 0).locator('.verdict').innerText(), '✓ 答对了');
  assert.equal(await question(page, 0).locator('.verdict').getAttribute('role'), 'status');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '重做这题', 'the focus stays');
  assert.match(await question(page, 0).locator('[role=group]').getAttribute('aria-labelledby'), /./);
  await context.close();
});

for (const [how, script] of Object.entries(STORAGE)) {
  test(`with storage ${how} the quiz works`, { timeout: 60_000 }, async () => {
    const { context, page, faults } = await open(browser);
    await page.addInitScript(script);
    await page.goto(site.url + KINDS.lesson);
    await answer(page, 0, true);
    await answer(page, 2, true);
    assert.match(await score(page), /答对 2 题/);
    assert.match(await page.locator('#_notice').innerText(), /存不下/);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('poisoned answers are dropped', { timeout: 60_000 }, async () => {
  const { context, page, faults } = await open(browser);
  await page.goto(site.url + KINDS.lesson);
  const name = await page.evaluate(() => `${jiangyi.place}quiz:${document.documentElement.dataset.path}`);
  const key = await question(page, 0).getAttribute('data-key');
  for (const poison of ['<img src=x onerror=alert(1)>', '{"answers":5}', '{"answers":[1,null,[],["x"]]}', `{"answers":[["${key}",{"length":1e9}]]}`,
    `{"answers":[["${key}",["<b>","__proto__"]]],"__proto__":{"answers":1}}`, '9'.repeat(4_000_000)]) {
    await page.evaluate(([n, text]) => localStorage.setItem(n, text), [name, poison]);
    await page.reload();
    assert.match(await score(page), /已答 0 题/, poison.slice(0, 40));
  }
  await answer(page, 0, true);
  await page.reload();
  assert.match(await score(page), /答对 1 题/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('without JavaScript answers are folded under their questions, and no button stands there in vain', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser, { javaScriptEnabled: false });
  await page.goto(site.url + KINDS.lesson);
  await question(page, 0).locator('summary').click();
  assert.match(await question(page, 0).locator('.answer').innerText(), /答案：B/);
  assert.equal(await page.locator('button:not(.search-button):visible').count(), 0);
  await context.close();
});
