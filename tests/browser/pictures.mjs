// Takes pictures of every kind of page: node pictures.mjs FOLDER [kind ...]. For people to look at; a few go into the README.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DESKTOP, PHONE, launch, open } from './browser.mjs';
import { KINDS, SITE } from './site.mjs';

const [folder, ...only] = process.argv.slice(2);
fs.mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const [kind, file] of Object.entries(KINDS)) {
  if (only.length && !only.includes(kind)) continue;
  for (const [device, viewport, colorScheme] of [['phone', PHONE, 'light'], ['phone', PHONE, 'dark'], ['desktop', DESKTOP, 'light']]) {
    const { context, page } = await open(browser, { viewport, colorScheme, deviceScaleFactor: 1 });
    await page.goto(pathToFileURL(path.join(SITE, file)).href);
    await page.screenshot({ path: path.join(folder, `${kind}-${device}-${colorScheme}.png`), fullPage: process.env.WHOLE === '1' });
    await context.close();
  }
  const { context, page } = await open(browser, { viewport: DESKTOP });
  await page.goto(pathToFileURL(path.join(SITE, file)).href);
  await page.pdf({ path: path.join(folder, `${kind}.pdf`), format: 'A4', printBackground: true });
  await context.close();
}
await browser.close();
