// Levels, citations' cards, links to questions, folding: what helps in reading. None of it hides or loses anything.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE, STORAGE, launch, open, serve } from './browser.mjs';
import { KINDS, SITE } from './site.mjs';

let browser;
let site;
before(async () => { browser = await launch(); site = await serve(SITE); });
after(async () => { await browser.close(); site.close(); });

const LEVEL = '优抚医院';
const titles = (page) => page.locator('[data-levels] > *').allInnerTexts();

test('a level chosen once puts its own first on every page, hides nothing, says so, and can be changed', { timeout: 60_000 }, async () => {
  const { context, page, faults } = await open(browser);
  await page.goto(site.url + KINDS.procedures);
  const before = await titles(page);
  assert.equal(await page.locator('.level-says').isVisible(), false);
  await page.goto(site.url);
  await page.getByLabel('各页先列哪一级的内容').selectOption(LEVEL);
  await page.goto(site.url + KINDS.procedures);
  assert.match(await page.locator('.level-says').innerText(), /其余都在后面/);
  assert.equal(await page.locator('.level-name').evaluate((name) => getComputedStyle(name, '::before').content), `"${LEVEL}"`);
  const now = await titles(page);
  const plain = (texts) => texts.map((text) => text.replace(/\s*优抚医院适用/, '').replace(/\s+/g, ' ')).sort();
  assert.deepEqual(plain(now), plain(before), 'the same things are there');
  const orders = await page.locator('[data-levels]').evaluateAll((lists, level) => lists.map((list) =>
    Array.from(list.children, (item) => (item.dataset.for.split('|').includes(level) ? 1 : 0)).join('')), LEVEL);
  assert.ok(orders.some((order) => /10/.test(order)), `${orders}`);
  assert.ok(orders.every((order) => !/01/.test(order)), `${orders}`);
  assert.ok((await page.locator('.level-mark').count()) > 0);

  await page.locator('.level-says a').click();
  await page.getByLabel('各页先列哪一级的内容').selectOption('');
  assert.equal(await page.locator('.level-mark').count(), 0);
  await page.goBack();
  assert.equal(await page.locator('.level-says').isVisible(), false);
  assert.deepEqual(await titles(page), before, 'in the first order again');
  assert.deepEqual(faults, []);
  await context.close();
});

test('a poisoned or unknown level orders nothing, and is forgotten on the home page', { timeout: 60_000 }, async () => {
  const { context, page, faults } = await open(browser);
  await page.goto(site.url);
  for (const poison of ['<img src=x onerror=alert(1)>', '{"name":"<img src=x onerror=alert(1)>"}', '{"name":{}}', '{"__proto__":{"name":"县"}}', '7']) {
    await page.evaluate((text) => localStorage.setItem(`${jiangyi.place}level`, text), poison);
    await page.goto(site.url + KINDS.procedures);
    assert.equal(await page.locator('.level-mark').count(), 0);
    await page.goto(site.url);
    assert.equal(await page.locator('.level-says').isVisible(), false);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('with storage blocked a level is used on the page, which says that it is not kept', { timeout: 60_000 }, async () => {
  const { context, page, faults } = await open(browser);
  await page.addInitScript(STORAGE.blocked);
  await page.goto(site.url);
  await page.locator('#_level').selectOption(LEVEL);
  assert.equal(await page.locator('#_level').inputValue(), LEVEL);
  assert.match(await page.locator('#_notice').innerText(), /存不下/);
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [device, viewport] of [['phone', PHONE], ['desktop', DESKTOP]]) {
  test(`a citation shows number, force and status on a card, by tap and by keyboard, on a ${device}`, { timeout: 60_000 }, async () => {
    const { context, page, faults } = await open(browser, { viewport });
    await page.goto(site.url + KINDS.lesson);
    const address = page.url();
    const link = page.locator('a.citation[title*="号"]').first();
    const card = page.locator('.citation-card');
    await link.click();
    const words = await card.innerText();
    assert.match(words, /《.+》/);
    assert.match(words, /号/);
    assert.match(words, /施行/);
    assert.match(words, /现行|已修改|未施行|已废止/);
    assert.equal(page.url(), address, 'the page is not left');
    const box = await card.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= viewport.width && box.y >= 0 && box.y + box.height <= viewport.height + 1, JSON.stringify(box));
    await page.keyboard.press('Escape');
    assert.equal(await card.count(), 0);
    assert.ok(await link.evaluate((one) => one === document.activeElement), 'the focus is back');
    await page.keyboard.press('Enter');
    assert.equal(await card.count(), 1);
    await page.locator('h1').click({ force: true });
    assert.equal(await card.count(), 0, 'a tap beside it closes it');
    await link.click();
    await card.getByRole('button', { name: '关闭' }).click();
    assert.equal(await card.count(), 0);
    await link.click();
    await card.getByRole('link').click();
    assert.match(page.url(), /\/policies\//);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('without JavaScript a citation is a link', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser, { javaScriptEnabled: false });
  await page.goto(site.url + KINDS.lesson);
  await page.locator('a.citation').first().click();
  assert.match(page.url(), /\/policies\//);
  await context.close();
});

for (const how of ['clipboard', 'no secure context', 'nothing at all']) {
  test(`the link to a question is copied with ${how}`, { timeout: 60_000 }, async () => {
    const { context, page, faults } = await open(browser);
    await page.addInitScript((way) => {
      const fake = { writeText: (text) => { window.copied = text; return Promise.resolve(); } };
      Object.defineProperty(window, 'isSecureContext', { value: way === 'clipboard' });
      Object.defineProperty(navigator, 'clipboard', { value: way === 'clipboard' ? fake : undefined });
      document.execCommand = () => { window.copied = String(document.activeElement.value); return way === 'no secure context'; };
    }, how);
    await page.goto(site.url + KINDS.faq);
    await page.locator('.question summary').first().click();
    const place = page.locator('.copy').first();
    await place.getByRole('button').click();
    const address = await page.evaluate(() => window.copied);
    assert.match(address, /\/handbook\/2026-\d\d\/\w+\.html#./);
    assert.equal(await place.getByRole('status').innerText(), how === 'nothing at all' ? '请长按选中的网址复制。' : '已复制');
    if (how !== 'clipboard') assert.equal(await place.locator('input').inputValue(), address);
    const response = await page.goto(address);
    assert.equal(response.status(), 200);
    assert.ok(await page.locator(':target').isVisible());
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('an address opens the question that it names; print opens all and leaves them as they were', { timeout: 60_000 }, async () => {
  const { context, page } = await open(browser);
  await page.goto(site.url + KINDS.faq);
  const id = await page.locator('details.question').nth(3).getAttribute('id');
  await page.goto(`${site.url}${KINDS.faq}?2#${id}`);
  assert.ok(await page.locator(`[id="${id}"] .text`).first().isVisible());
  const folds = await page.locator('main details').count();
  const opened = () => page.locator('main details[open]').count();
  assert.equal(await opened(), 1);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.equal(await opened(), folds);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.equal(await opened(), 1);
  // An address of any kind does no harm.
  for (const odd of ['#%', '#<img src=x onerror=alert(1)>', '#__proto__']) await page.goto(`${site.url}${KINDS.faq}${odd}`);
  await context.close();
});
