// What attackers write, in every place that an author's text reaches, as a reader's browser meets it: every page of such a
// handbook is opened, clicked, pointed at and searched, once with its policy of content switched off, so that only what the
// program writes stands between the payload and the reader, and once with it on. No payload may run, no request may leave.
// In: the real program and Chromium. The number of payloads is printed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, serve } from './browser.mjs';
import { IDS, OUTSIDE, TEXTS } from './hostile-payloads.mjs';
import { build, make } from './hostile-site.mjs';

const PROGRAM = process.env.JIANGYI ?? path.resolve(import.meta.dirname, '../../target/release/jiangyi');
/** Pages that are open at a time. */
const AT_ONCE = 4;

let browser, folder, site, pages, payloads, refused;

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jiangyi-hostile-'));
  const counts = make(folder);
  payloads = Object.values(counts).reduce((sum, count) => sum + count, 0);
  ({ refused } = build(PROGRAM, folder));
  const built = path.join(folder, 'public');
  pages = fs.readdirSync(built, { recursive: true }).map(String).filter((name) => name.endsWith('.html')).sort();
  console.log(`${payloads} payloads of ${TEXTS.length} kinds and more in ${Object.keys(counts).length} places, ${refused} lines of them refused with an error, on ${pages.length} pages`);
  site = await serve(built);
  browser = await launch({ args: [`--host-resolver-rules=MAP ${OUTSIDE} 127.0.0.1:9`] });
});
after(async () => {
  await browser?.close();
  site?.close();
  if (folder) fs.rmSync(folder, { recursive: true, force: true });
});

/** A context whose pages tell of everything that a payload could do. `allowed`: what each page may ask for begins so. */
async function watched(bypassCSP, allowed = new URL(site.url).origin) {
  const context = await browser.newContext({ bypassCSP, viewport: { width: 900, height: 700 }, locale: 'zh-CN' });
  const seen = [];
  await context.exposeFunction('tell', (what) => { seen.push(what); });
  await context.addInitScript(() => {
    const names = ['hit', 'alert', 'confirm', 'prompt', 'print'];
    names.forEach((name) => Object.defineProperty(window, name, { value: (...words) => { window.tell(`${name}(${words}) on ${location.href}`); }, configurable: false, writable: false }));
    document.addEventListener('securitypolicyviolation', (event) => window.tell(`policy: ${event.violatedDirective} ${event.blockedURI} on ${location.href}`));
  });
  context.on('page', (page) => page.on('dialog', (dialog) => { seen.push(`dialog: ${dialog.message()}`); dialog.dismiss().catch(() => {}); }));
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(allowed) && !url.startsWith('data:image/')) seen.push(`request: ${url}`);
  });
  context.on('weberror', (error) => seen.push(`error: ${error.error().message}`));
  return { context, seen };
}

/** Runs in a page: what it is made of that it should not be, after everything on it was pointed at, focused and clicked. */
function rummage() {
  const wrong = [];
  const all = [...document.querySelectorAll('*')];
  for (const element of all) {
    const name = element.localName;
    for (const { name: attribute, value } of element.attributes) {
      if (/^on|^style$|^srcdoc$|^formaction$|^is$/.test(attribute) && !(name === 'html' && attribute === 'style')) wrong.push(`<${name} ${attribute}="${value}">`);
    }
    if (['iframe', 'object', 'embed', 'base', 'frame', 'applet', 'portal', 'marquee', 'plaintext', 'xmp', 'foreignobject', 'animate', 'set', 'use', 'annotation-xml', 'mglyph'].includes(name)) wrong.push(`<${name}>`);
    if (name === 'script' && !/^(\.\.\/)*(assets|search)\//.test(element.getAttribute('src') ?? '') && new URL(element.src || 'x:').origin !== location.origin) wrong.push(element.outerHTML);
    if (name === 'meta' && /refresh/i.test(element.httpEquiv) && !document.body.matches('.page-redirect')) wrong.push(element.outerHTML);
    if ((name === 'form' && !element.action.startsWith(location.origin)) || (name === 'style' && !location.pathname.endsWith('/404.html'))) wrong.push(element.outerHTML.slice(0, 200));
    if (element.matches('a[href], area[href]') || element.href?.baseVal !== undefined) {
      const written = element.getAttribute('href') ?? element.getAttribute('xlink:href');
      if (!['http:', 'https:', 'mailto:', 'tel:'].includes(new URL(written, location.href).protocol)) wrong.push(`<${name} href="${written}">`);
      if (element.target === '_blank' && !/noopener/.test(element.rel)) wrong.push(`a new window without noopener: ${written}`);
    }
  }
  // The page's own frame is whole: nothing of an author's closed it.
  if (document.body.matches('[class^=page-]') && !document.body.matches('.page-redirect') && document.querySelector('main#_main')?.parentElement !== document.body) wrong.push('main is not where it was');
  // What is read again is the same: no payload is asleep in a text that another parser would wake.
  const once = document.body.innerHTML;
  const again = new DOMParser().parseFromString(`<body>${once}`, 'text/html').body.innerHTML;
  if (again !== once) wrong.push('read again, the page is another');
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (link && /^(https?|mailto|tel):$/.test(link.protocol)) event.preventDefault();
  }, true);
  document.addEventListener('submit', (event) => event.preventDefault(), true);
  const busy = document.querySelectorAll('a, button, summary, input, label, select, [tabindex], details, video, math, svg, svg a, svg text');
  for (const element of busy) {
    for (const type of ['pointerenter', 'mouseover', 'pointerdown']) element.dispatchEvent(new MouseEvent(type, { bubbles: type !== 'pointerenter' }));
    element.focus?.({ preventScroll: true });
    // What nobody sees nobody clicks; what opens a window or the system's own dialog is no payload's work.
    if (!element.closest('[hidden]') && !element.matches('[id^=_slides], [type=search], select, .copy button, [data-print]')) element.click?.();
  }
  return wrong;
}

/** Opens pages, a few at a time. */
async function visit(context, names, look) {
  const left = [...names];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    const page = await context.newPage();
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      await page.goto(site.url + name, { waitUntil: 'load' });
      await look(page, name);
    }
    await page.close();
  }));
}

for (const bypass of [true, false]) {
  test(`no payload runs on any page, the policy of content ${bypass ? 'off' : 'on'}`, { timeout: 120_000 }, async () => {
    const { context, seen } = await watched(bypass);
    const wrong = [];
    await visit(context, pages, async (page, name) => {
      const found = await page.evaluate(rummage).catch((error) => [String(error)]);
      wrong.push(...found.map((what) => `${name}: ${what}`));
    });
    await context.close();
    assert.deepEqual(seen, []);
    assert.deepEqual(wrong, []);
  });
}

test('no payload runs in search, as one types, on its page, and in addresses', { timeout: 60_000 }, async () => {
  const { context, seen } = await watched(true);
  const page = await context.newPage();
  const plain = () => page.evaluate(() => [...document.querySelectorAll('#_found *, .search *')].flatMap((element) =>
    [...(['img', 'script', 'iframe', 'svg', 'style'].includes(element.localName) ? [element.outerHTML] : []), ...[...element.attributes].filter(({ name }) => /^on/.test(name)).map(({ name }) => name)]));
  await page.goto(`${site.url}search.html`);
  let shown = 0;
  for (const words of ['hit', 'onerror', 'img src', 'script', '</script>', 'javascript', '"><img', '__proto__', 'constructor', '.*+?^${}()|[]\\', 'x'.repeat(100), '\ud83d', '甲😀', '政策', '词1', '题']) {
    const found = await page.evaluate(async (words) => (await window.jiangyi.search(words, { limit: 40 })).map(({ url, title }) => [url, typeof title]), words);
    shown += found.length;
    assert.ok(found.every(([url]) => /^[\w./-]+(#|$)/.test(url)), JSON.stringify(found));
    await page.goto(`${site.url}search.html?q=${encodeURIComponent(words.isWellFormed?.() === false ? 'x' : words)}`);
    await page.waitForFunction(() => document.querySelector('#_found').innerText.length > 0);
    assert.deepEqual(await plain(), []);
  }
  assert.ok(shown > 100, `${shown} results were shown`);
  await page.goto(site.url);
  for (const words of ['onerror', '<img', 'script']) {
    await page.fill('#_q', words);
    await page.waitForTimeout(250);
    assert.deepEqual(await plain(), []);
  }
  const hostile = ['<img src=x onerror=hit(1)>', "'-hit(1)-'", '"><svg onload=hit(1)>', 'javascript:hit(1)', '</script><script>hit(1)</script>', '%3Cimg%20src=x%20onerror=hit(1)%3E', 'slides=<img src=x onerror=hit(1)>', 'slides=99999999', '%', '\u0000'];
  for (const name of ['search.html', '2026-03/kinds1.html', 'procedures/index.html']) {
    for (const words of hostile) {
      await page.goto('about:blank');
      await page.goto(`${site.url}${name}?q=${words}&x=${words}#${words}`);
      assert.deepEqual(await plain(), []);
    }
  }
  await context.close();
  assert.deepEqual(seen.filter((what) => !/^request: about:/.test(what)), []);
});

test('poisoned storage is passed over, and the page works', { timeout: 60_000 }, async () => {
  const { context, seen } = await watched(true);
  const page = await context.newPage();
  const visited = ['index.html', '2026-03/kinds1.html', pages.find((name) => /^procedures\/[^i]/.test(name))];
  // What the pages keep once they are used.
  for (const name of visited) {
    await page.goto(site.url + name);
    await page.evaluate(rummage);
    await page.waitForTimeout(100);
  }
  const keys = await page.evaluate(() => [...new Set([...Object.keys(localStorage), ...['comfort', 'level', 'search', 'quiz', 'checklist', 'cases'].map((name) => window.jiangyi.place + name)])]);
  assert.ok(keys.length > 6, `keys: ${keys}`);
  await page.goto(`${site.url}search.html?q=x`);
  const payload = '<img src=x onerror=hit(1)>';
  const poisons = [payload, JSON.stringify(payload), JSON.stringify({ name: payload, size: payload, theme: payload, items: [payload], [payload]: payload }), JSON.stringify([[payload, { a: payload }]]),
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}', 'null', '7', '""', '{', '[[[[[[]]]]]]', JSON.stringify({ '"]);hit(1)//': true }), 'x'.repeat(1 << 20)];
  for (const poison of poisons) {
    for (const name of visited) {
      await page.evaluate(([keys, poison]) => { localStorage.clear(); keys.forEach((key) => { try { localStorage.setItem(key, poison); } catch { /* full */ } }); }, [keys, poison]);
      await page.goto(site.url + name);
      const wrong = await page.evaluate(() => [document.querySelector('main [onerror], [onload]'), {}.polluted, document.querySelector('main').innerText.length < 3].filter(Boolean).map(String));
      assert.deepEqual(wrong, [], `${name} with ${poison.slice(0, 60)}`);
    }
  }
  await context.close();
  assert.deepEqual(seen, []);
});

test('headings with the names of what scripts use change nothing', { timeout: 30_000 }, async () => {
  const { context, seen } = await watched(true);
  const page = await context.newPage();
  await page.goto(`${site.url}2026-03/headings.html`);
  const ids = await page.evaluate(() => [...document.querySelectorAll('main .body [id]')].map(({ id }) => id));
  assert.ok(IDS.filter((id) => ids.includes(id)).length > 15, `${ids}`);
  assert.deepEqual(ids.filter((id) => id.startsWith('_') && !/^_fn(ref)?-\d+(-\d+)?$/.test(id)), [], 'no author has an id of the page itself');
  assert.equal(ids.length, new Set(ids).size);
  assert.ok((await page.evaluate(() => window.jiangyi.search('题'))).length > 0);
  await context.close();
  assert.deepEqual(seen, []);
});

test('the feed and the map of the site are well-formed', { timeout: 30_000 }, async () => {
  const { context } = await watched(true);
  const page = await context.newPage();
  await page.goto(`${site.url}404.html`);
  for (const [name, least] of [['feed.xml', 15], ['sitemap.xml', 100]]) {
    const text = fs.readFileSync(path.join(folder, 'public', name), 'utf8');
    const [error, entries, foreign] = await page.evaluate((text) => {
      const xml = new DOMParser().parseFromString(text, 'application/xml');
      const known = ['feed', 'title', 'id', 'link', 'updated', 'author', 'name', 'entry', 'summary', 'urlset', 'url', 'loc'];
      return [xml.querySelector('parsererror')?.textContent, xml.querySelectorAll('entry, url').length, [...xml.querySelectorAll('*')].filter(({ localName }) => !known.includes(localName)).length];
    }, text);
    assert.equal(error, undefined, name);
    assert.equal(foreign, 0, name);
    assert.ok(entries >= least, `${name}: ${entries}`);
  }
  await context.close();
});

test('what the preview says of hostile files is text', { timeout: 60_000 }, async () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'jiangyi-overlay-'));
  const unit = path.join(root, 'content/2026-03-月');
  fs.mkdirSync(unit, { recursive: true });
  fs.writeFileSync(path.join(root, 'site.toml'), 'title = "手册"\n');
  TEXTS.slice(0, 18).forEach((text, i) => fs.writeFileSync(path.join(unit, `${i}' onload=hit(${i}) '.md`), `---\n${JSON.stringify(text(i))}: ${JSON.stringify(text(i))}\n标题: x\n---\n\n[x](${encodeURIComponent(text(i))}.md)\n`));
  const server = spawn(PROGRAM, ['serve', '--root', root, '--port', '0', '--lang', 'zh'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const address = await new Promise((resolve) => server.stdout.on('data', (said) => { const found = /http:\/\/[\d.:]+\//.exec(String(said)); if (found) resolve(found[0]); }));
    for (const bypass of [true, false]) {
      const { context, seen } = await watched(bypass, new URL(address).origin);
      const page = await context.newPage();
      await page.goto(address);
      await page.locator('#_jiangyi').waitFor();
      const said = await page.evaluate(() => document.querySelector('#_jiangyi').shadowRoot.textContent);
      assert.match(said, /onload=hit/);
      assert.match(said, /<script>hit\(0\)/);
      assert.deepEqual(await page.evaluate(() => [...document.querySelector('#_jiangyi').shadowRoot.querySelectorAll('*')].map(({ localName }) => localName).filter((name) => !['h2', 'ol', 'li', 'code', 'p', 'button'].includes(name))), []);
      await context.close();
      assert.deepEqual(seen, []);
    }
  } finally {
    server.kill('SIGINT');
    fs.rmSync(root, { recursive: true, force: true });
  }
});

test('the test sees what runs: a page with live payloads', { timeout: 60_000 }, async () => {
  const live = path.join(folder, 'public/live.html');
  const head = "<!DOCTYPE html><html><head><meta charset=utf-8><meta http-equiv=Content-Security-Policy content=\"default-src 'none'\"></head>";
  fs.writeFileSync(live, `${head}<body class=page-x>${TEXTS.map((text, i) => `<div>${text(i)}</div>`).join('\n').replace(/<plaintext>|<textarea>$|<xmp>|<title>/g, '')}</body></html>`);
  const look = async (bypass, body) => {
    if (body) fs.writeFileSync(live, `${head}<body class=page-x><main id=_main>${body}</main></body></html>`);
    const { context, seen } = await watched(bypass);
    const page = await context.newPage();
    await page.goto(`${site.url}live.html`).catch(() => {});
    await page.waitForTimeout(300);
    const wrong = await page.evaluate(rummage).catch((error) => [String(error)]);
    await page.waitForTimeout(200);
    await context.close();
    return { seen, wrong };
  };
  const all = await look(true);
  assert.ok(all.wrong.length + all.seen.length > 0);
  for (const [body, oracle] of [
    ['<img src=x onerror=hit(1)>', /^hit\(1\)/],
    ['<img src=x onerror=alert(1)>', /^alert\(1\)/],
    ['<a href="javascript:hit(2)">x</a>', /^hit\(2\)/],
    ['<b onmouseover=hit(3) tabindex=0>x</b>', /^hit\(3\)/],
    ['<iframe srcdoc="<script>parent.hit(4)</script>"></iframe>', /^hit\(4\)/],
    [`<img src=//${OUTSIDE}/5>`, /^request: http:\/\/outside/],
    ['<form action=javascript:hit(6)><button>x</button></form>', null],
    ['<p style="color:red">x</p>', null],
    ['<noscript><p title="</noscript><img src=x onerror=hit(7)>"></noscript>', null],
  ]) {
    const { seen, wrong } = await look(true, body);
    if (oracle) assert.ok(seen.some((what) => oracle.test(what)), `${body}: ${seen}`);
    else assert.ok(wrong.length + seen.length > 0, body);
  }
  const held = await look(false, '<img src=x onerror=hit(8)>');
  assert.ok(held.seen.some((what) => what.startsWith('policy:')), `${held.seen}`);
  assert.ok(!held.seen.some((what) => what.startsWith('hit')), 'the policy holds what the program would let through');
});
