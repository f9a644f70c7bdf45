// Starts Debian's Chromium for tests: no network of its own, a fresh profile each time.
// Out: a browser, and a context of a given device. Never lets a page reach anything but file: and this machine.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import { chromium } from 'playwright-core';

export const PHONE = { width: 360, height: 780 };
export const DESKTOP = { width: 1280, height: 800 };

export const launch = (options = {}) =>
  chromium.launch({
    ...options,
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...(options.args ?? [])],
  });

/** A page that notes every error, warning and request that a reader's browser would not forgive. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN', deviceScaleFactor: 2, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'file:' && protocol !== 'data:' && hostname !== '127.0.0.1') faults.push(`outside: ${request.url()}`);
  });
  return { context, page, faults };
}

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

/** Serves a folder by plain http under `/handbook/` and, as another handbook on the same host, `/other/`; `packed` as most web
 * servers do, with gzip. */
export async function serve(folder, { packed = false } = {}) {
  const server = http.createServer((request, response) => {
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    const name = decodeURIComponent(new URL(request.url, 'http://x').pathname).replace(/^\/(handbook|other)\//, '').replace(/(^|\/)$/, '$1index.html');
    fs.readFile(path.join(folder, name), (error, body) => {
      const type = TYPES[path.extname(name)], zipped = packed && type && !error;
      response.writeHead(error ? 404 : 200, { 'content-type': type ?? 'application/octet-stream', ...(zipped && { 'content-encoding': 'gzip' }) });
      response.end(zipped ? zlib.gzipSync(body) : body);
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const host = `http://127.0.0.1:${server.address().port}`;
  return { url: `${host}/handbook/`, other: `${host}/other/`, close: () => server.close() };
}

/** The ways in which storage fails on readers' phones, as scripts that run before the page's own. */
export const STORAGE = {
  blocked: () => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } }),
  missing: () => Object.defineProperty(window, 'localStorage', { value: null }),
  full: () => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; },
};

const AXE = fs.readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What axe objects to on a page as it stands. Put in past the page's own policy, which lets no script in from elsewhere. */
export async function violations(page) {
  await page.evaluate(AXE);
  return (await page.evaluate(() => window.axe.run())).violations;
}
