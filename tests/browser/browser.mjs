// Starts Debian's Chromium for tests: no network of its own, a fresh profile each time.
// Out: a browser, and a context of a given device. Never lets a page reach anything but file: and this machine.
import { chromium } from 'playwright-core';

export const PHONE = { width: 360, height: 780 };
export const DESKTOP = { width: 1280, height: 800 };

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
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
