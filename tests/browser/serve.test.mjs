// The preview: what an author sees in the browser after saving. The real program, on a handbook that it makes itself.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open } from './browser.mjs';

const PROGRAM = process.env.JIANGYI ?? path.resolve(import.meta.dirname, '../../target/release/jiangyi');
const BOX = '#_jiangyi';

let browser, folder, lesson, server, address;

before(async () => {
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'jiangyi-preview-')), 'handbook');
  execFileSync(PROGRAM, ['--lang', 'zh', 'new', 'site', folder], { stdio: 'ignore' });
  lesson = path.join(folder, 'content/2026-01-怎么写讲义/01-示例证件.md');
  server = spawn(PROGRAM, ['serve', '--root', folder, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  address = await new Promise((resolve) => server.stdout.on('data', (said) => resolve(/http:\S+?\/(?=[^\d]|$)/.exec(String(said).replace('（', ' '))[0])));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill('SIGINT');
  if (folder) fs.rmSync(path.dirname(folder), { recursive: true, force: true });
});

const save = (text) => fs.writeFileSync(lesson, text);
const shot = (page, name) => process.env.SHOTS && page.screenshot({ path: path.join(process.env.SHOTS, `${name}.png`) });

test('a saved lesson is seen at once and keeps its place', async () => {
  const text = fs.readFileSync(lesson, 'utf8');
  const { context, page, faults } = await open(browser);
  await page.goto(`${address}2026-01/shilizhengjian.html`);
  const question = page.locator('main h3[id], main [id]').nth(8);
  await question.evaluate((element) => scrollTo({ top: scrollY + element.getBoundingClientRect().top - 100, behavior: 'instant' }));
  const id = await question.getAttribute('id');
  const top = () => page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, id);
  const was = await top();
  save(text.replace(/^## /m, '新写的一段，排在所读之处的前面。\n\n再写一段，页面因此变长。\n\n## '));
  await page.locator('text=新写的一段').waitFor({ state: 'attached' });
  await page.waitForFunction(([id, was]) => Math.abs(document.getElementById(id).getBoundingClientRect().top - was) < 3, [id, was]);
  save(text);
  await page.locator('text=新写的一段').waitFor({ state: 'detached' });
  assert.deepEqual(faults.filter((fault) => !fault.includes('_jiangyi/news')), []);
  await context.close();
});

test('a mistake is told over the page, which stays', async () => {
  const text = fs.readFileSync(lesson, 'utf8');
  const { context, page, faults } = await open(browser);
  await page.goto(`${address}2026-01/shilizhengjian.html`);
  const title = await page.locator('h1').innerText();
  save(text.replace(/^标题:.*$/m, '标提: <img src=x onerror=alert(1)>'));
  await page.locator(BOX).waitFor();
  const said = await page.locator(`${BOX} li`).first().innerText();
  assert.match(said, /01-示例证件\.md:2:1/);
  assert.match(said, /标提/);
  assert.match(await page.locator(`${BOX} h2`).innerText(), /个错误/);
  assert.equal(await page.locator('h1').innerText(), title);
  const box = await page.locator(BOX).boundingBox();
  assert.ok(box.x >= 0 && box.width <= 360 && box.height <= 780 * 0.61, JSON.stringify(box));
  await shot(page, 'overlay');
  await page.locator(`${BOX} button`).click();
  assert.equal(await page.locator(BOX).count(), 0);
  save(text.replace(/^标题:.*$/m, '标题: 改好的题目'));
  await page.locator('h1', { hasText: '改好的题目' }).waitFor();
  assert.equal(await page.locator(BOX).count(), 0);
  save(text);
  await page.locator('h1', { hasText: title }).waitFor();
  assert.deepEqual(faults.filter((fault) => !fault.includes('_jiangyi/news')), []);
  await context.close();
});

test('a draft is shown and marked', async () => {
  execFileSync(PROGRAM, ['--lang', 'zh', 'new', 'lesson', '2026-01', '新的一课', '--root', folder], { stdio: 'ignore' });
  const { context, page } = await open(browser);
  const { host } = new URL(address);
  let answer;
  for (let tries = 0; tries < 100 && answer?.status() !== 200; tries += 1) answer = await page.goto(`http://${host}/2026-01/xindeyike.html`);
  assert.equal(answer.status(), 200);
  assert.ok(await page.locator('.draft').first().isVisible());
  await shot(page, 'draft');
  await context.close();
});
