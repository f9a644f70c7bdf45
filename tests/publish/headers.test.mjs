// What real web servers say of each file of the demonstration handbook, with the configurations that the program prints.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { done, folder, nginx, port, sleep, target } from './ground.mjs';
import { get } from './crawl.mjs';

const repository = path.resolve(import.meta.dirname, '../..');

/** The demonstration, published to a folder; below which path, by its address. */
function published(t, address = '') {
  const dir = folder(t);
  const cwd = path.join(dir, 'site');
  fs.mkdirSync(cwd);
  fs.cpSync(path.join(repository, 'content'), path.join(cwd, 'content'), { recursive: true });
  const settings = fs.readFileSync(path.join(repository, 'site.toml'), 'utf8').replace('base_url = ""', `base_url = ${JSON.stringify(address)}`);
  fs.writeFileSync(path.join(cwd, 'site.toml'), settings + target({ name: 'f', folder: path.join(dir, 'target') }));
  done(['publish'], { cwd });
  return { dir, cwd };
}

const find = (dir, pattern) => fs.readdirSync(path.join(dir, 'target/current'), { recursive: true }).map(String).find((name) => pattern.test(name));

for (const [where, address, prefix] of [['the root of a host', '', '/'], ['a path of a host', 'http://127.0.0.1/handbook/', '/handbook/']]) {
  test(`nginx at ${where}`, async (t) => {
    const { dir, cwd } = published(t, address);
    const url = await nginx(t, dir, done(['publish', '--headers', 'nginx'], { cwd }).out);
    const asked = async (name) => get(`${url}${prefix}${name}`);
    const long = [find(dir, /^assets\/.*\.css$/), find(dir, /^assets\/.*\.js$/), find(dir, /^search\/t0\./)];
    for (const name of long) {
      const { status, headers } = await asked(name);
      assert.equal(status, 200, name);
      assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable', name);
    }
    for (const name of ['', 'index.html', '2026-03/youdaizheng.html', 'search/core.js', find(dir, /\.svg$/)]) {
      const { status, headers } = await asked(name);
      assert.equal(status, 200, name);
      assert.equal(headers['cache-control'], 'no-cache', name);
      assert.equal(headers['x-content-type-options'], 'nosniff', name);
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin', name);
    }
    const page = await asked('index.html');
    const own = page.text.match(/Content-Security-Policy" content="([^"]+)"/)[1];
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    for (const directive of own.split(';').map((text) => text.trim()).filter((text) => !text.startsWith('style-src'))) assert.ok(page.headers['content-security-policy'].includes(directive), directive);
    assert.match(page.headers['content-security-policy'], /frame-ancestors 'self'/);
    assert.doesNotMatch(page.headers['content-security-policy'], /unsafe-/);
    assert.match((await asked(find(dir, /\.svg$/))).headers['content-security-policy'], /sandbox/);
    const missing = await asked('nowhere.html');
    assert.equal(missing.status, 404);
    assert.equal((await asked('assets/theme.00000000.css')).headers['cache-control'], 'no-cache', 'what is missing for a moment is not missing for a year');
    assert.equal(missing.text, fs.readFileSync(path.join(dir, 'target/current/404.html'), 'utf8'), 'the handbook\'s own page');
    const style = missing.text.match(/Content-Security-Policy" content="[^"]*style-src ([^;"]+)/)[1].replaceAll('&#39;', "'");
    for (const source of style.split(' ')) assert.ok(missing.headers['content-security-policy'].includes(source), source);
    for (const hidden of ['.jiangyi-manifest.json', '../.jiangyi-publish/record.jsonl', '.git/config']) assert.notEqual((await asked(hidden)).status, 200, hidden);
    const again = await new Promise((end) => http.get(`${url}${prefix}index.html`, { headers: { 'if-none-match': page.headers.etag } }, (answer) => { answer.resume(); end(answer.statusCode); }));
    assert.equal(again, 304, 'a page that did not change is not sent again');
  });
}

test('Caddy takes the configuration, and says the same', async (t) => {
  const { dir, cwd } = published(t);
  const text = done(['publish', '--headers', 'caddy'], { cwd }).out;
  const golden = text.replaceAll(dir, 'DIR').replace(/sha256-[^']+/g, 'sha256-X');
  assert.equal(golden, fs.readFileSync(path.join(import.meta.dirname, 'Caddyfile'), 'utf8'));
  fs.writeFileSync(path.join(dir, 'Caddyfile'), text);
  const ran = spawnSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', path.join(dir, 'Caddyfile')], { encoding: 'utf8' });
  assert.equal(ran.status, 0, ran.stderr);
  const at = await port();
  fs.writeFileSync(path.join(dir, 'Caddyfile'), `{\n\tadmin off\n\tauto_https off\n}\n${text.replace(':80 {', `http://127.0.0.1:${at} {`)}`);
  const child = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', path.join(dir, 'Caddyfile')], { stdio: 'ignore', env: { ...process.env, HOME: dir } });
  t.after(() => child.kill('SIGTERM'));
  const asked = (name) => get(`http://127.0.0.1:${at}/${name}`);
  for (let tries = 0; tries < 200; tries += 1) { try { await asked(''); break; } catch { await sleep(25); } }
  const page = await asked('');
  assert.equal(page.status, 200);
  assert.equal(page.headers['cache-control'], 'no-cache');
  assert.equal(page.headers['x-content-type-options'], 'nosniff');
  assert.match(page.headers['content-security-policy'], /frame-ancestors/);
  assert.match((await asked(find(dir, /^assets\/.*\.css$/))).headers['cache-control'], /immutable/);
  assert.equal((await asked('search/core.js')).headers['cache-control'], 'no-cache');
  assert.match((await asked(find(dir, /\.svg$/))).headers['content-security-policy'], /sandbox/);
  const missing = await asked('nowhere.html');
  assert.equal(missing.status, 404);
  assert.equal((await asked('assets/theme.00000000.css')).headers['cache-control'], 'no-cache', 'what is missing for a moment is not missing for a year');
  assert.match(missing.text, /找不到|没有/);
  assert.equal((await asked('.jiangyi-manifest.json')).status, 404);
});
