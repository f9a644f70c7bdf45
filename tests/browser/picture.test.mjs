// Procedures' pictures: as wide as a phone, every word in its box, legible, the same steps as in the list.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { PHONE, launch, open } from './browser.mjs';
import { SITE, pages } from './site.mjs';

const procedures = pages.filter((page) => /^procedures\/.+\.html$/.test(page) && !page.includes('index'));

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

test('every picture fits a phone and can be read', { timeout: 120_000 }, async () => {
  const { context, page } = await open(browser, { viewport: PHONE });
  for (const file of procedures) {
    await page.goto(pathToFileURL(path.join(SITE, file)).href);
    const seen = await page.evaluate(() => {
      const svg = document.querySelector('svg.flow');
      const all = svg.getBoundingClientRect();
      const scale = all.width / svg.viewBox.baseVal.width;
      const boxes = [...svg.querySelectorAll('.flow-box')].map((box) => box.getBoundingClientRect());
      const texts = [...svg.querySelectorAll('text')];
      const inside = (box, rect) => box.right <= rect.right + 1 && box.bottom <= rect.bottom + 1;
      return {
        width: all.width,
        smallest: Math.min(...texts.map((text) => parseFloat(text.getAttribute('font-size')) * scale)),
        beyond: texts.filter((text) => {
          const box = text.getBoundingClientRect();
          const own = boxes.find((rect) => box.left >= rect.left && box.top >= rect.top - 1 && box.top < rect.bottom);
          return !inside(box, own ?? all);
        }).map((text) => text.textContent),
        steps: svg.querySelectorAll('.flow-dot').length,
        listed: document.querySelectorAll('.steps > .step').length,
      };
    });
    assert.ok(seen.width <= 360, file);
    assert.ok(seen.smallest >= 13.9, `${file}: ${seen.smallest} px`);
    assert.deepEqual(seen.beyond, [], file);
    assert.equal(seen.steps, seen.listed, file);
  }
  await context.close();
});

test('a picture is named and described', async () => {
  const { context, page } = await open(browser);
  await page.goto(pathToFileURL(path.join(SITE, procedures[0])).href);
  await page.getByRole('img', { name: /：/ }).first().waitFor();
  await context.close();
});
