// What a phone on a slow link pays: bytes of the first view, and that nothing moves once it is shown.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE, launch, open, serve } from './browser.mjs';
import { KINDS, SITE, pages } from './site.mjs';

const MOST = 20 * 1024;

let browser;
let site;
before(async () => { browser = await launch(); site = await serve(SITE); });
after(async () => { await browser.close(); site.close(); });

const packed = (file) => zlib.gzipSync(fs.readFileSync(path.join(SITE, file)), { level: 9 }).length;
const shown = (html) => html.replace(/[^]*<main[^>]*>|<\/main>[^]*|<template>[^]*?<\/template>|<[^>]*>|\s/g, '').length;

test('the first view of a lesson of 2,500 characters is at most 20 KB gzip, with CSS and scripts', async () => {
  const lessons = pages.filter((page) => /^\d{4}-\d\d\/[\w-]+\.html$/.test(page) && !/(index|print)\.html$/.test(page));
  const sized = lessons.map((file) => [Math.abs(shown(fs.readFileSync(path.join(SITE, file), 'utf8')) - 2500), file]);
  const [, lesson] = sized.sort(([a], [b]) => a - b)[0];
  const { context, page } = await open(browser);
  const files = new Set();
  page.on('request', (request) => files.add(new URL(request.url()).pathname.replace('/handbook/', '')));
  await page.goto(site.url + lesson, { waitUntil: 'networkidle' });
  await context.close();
  files.delete('/favicon.ico');
  const sizes = [...files].map((file) => [file, packed(file)]);
  const whole = sizes.reduce((sum, [, size]) => sum + size, 0);
  console.log(`first view of a lesson: ${whole} bytes`);
  assert.ok(whole <= MOST, `${whole} bytes: ${sizes.map((one) => one.join(' ')).join(', ')}`);
});

test('the script that the first paint waits for is smaller than 1 KB, and every script is short', () => {
  const built = fs.readdirSync(path.join(SITE, 'assets'));
  assert.ok(fs.statSync(path.join(SITE, 'assets', built.find((name) => name.startsWith('first.')))).size < 1024);
  const folder = new URL('../../themes/handbook/assets/', import.meta.url);
  const scripts = fs.readdirSync(folder).filter((name) => name.endsWith('.js'));
  assert.ok(scripts.length > 15);
  for (const file of scripts) {
    const text = fs.readFileSync(new URL(file, folder), 'utf8');
    // Those that every reader loads are short; what is loaded later may be longer.
    const most = /^(search|speaker|slides)/.test(file) && file !== 'search-start.js' ? 350 : 151;
    assert.ok(text.split('\n').length <= most, `${file} is long`);
    // How Chinese asks and counts is no word of the interface.
    if (!/^search(-query)?\.js$/.test(file)) assert.doesNotMatch(text, /[\u3400-\u9fff]/, `${file}: words belong into strings`);
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/, `${file} makes no markup of text`);
    assert.doesNotMatch(text, /\?\.|\?\?|\bcatch \{|\.\.\.\w+ \}|replaceAll|replaceChildren|\.flat\(|\.at\(/, `${file} is newer than ES2017`);
  }
});

for (const [device, viewport] of [['phone', PHONE], ['desktop', DESKTOP]]) {
  for (const state of ['new', 'with everything kept']) {
    test(`nothing moves on a ${device} for a reader ${state}`, { timeout: 120_000 }, async () => {
      const { context, page } = await open(browser, { viewport });
      await page.addInitScript(() => {
        window.moved = [];
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
          if (!entry.hadRecentInput) window.moved.push(`${entry.value.toFixed(4)} ${entry.sources.map((source) => source.node && (source.node.className || source.node.nodeName)).join()}`);
        })).observe({ type: 'layout-shift', buffered: true });
      });
      if (state !== 'new') {
        await page.goto(site.url + KINDS.procedure);
        await page.evaluate(() => {
          const keys = Array.from(document.querySelectorAll('[data-key]'), (box) => box.dataset.key);
          const keep = (name, value) => localStorage.setItem(jiangyi.place + name, JSON.stringify(value));
          keep('comfort', { size: 'large', theme: 'dark' });
          keep('level', { name: '优抚医院' });
          keep(`checklist:${document.querySelector('.cases').dataset.checklist}`, { cases: [{ id: 'a', name: '张三', done: keys.slice(0, 3) }], current: 'a' });
        });
      }
      for (const [kind, file] of Object.entries(KINDS)) {
        await page.goto(site.url + file);
        await page.waitForTimeout(100);
        assert.deepEqual(await page.evaluate(() => window.moved), [], kind);
      }
      await context.close();
    });
  }
}

test('who wants less motion gets none', async () => {
  const { context, page } = await open(browser, { reducedMotion: 'reduce' });
  for (const file of Object.values(KINDS)) {
    await page.goto(site.url + file);
    const moving = await page.evaluate(() => Array.from(document.querySelectorAll('*')).filter((one) =>
      [null, '::before', '::after'].some((part) => { const { transitionDuration, transitionProperty, animationName } = getComputedStyle(one, part); return animationName !== 'none' || (transitionProperty !== 'none' && parseFloat(transitionDuration) > 0); })).length);
    assert.equal(moving, 0, file);
  }
  await context.close();
});
