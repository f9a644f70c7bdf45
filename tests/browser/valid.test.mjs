// Every page of the demonstration handbook is valid HTML by the Nu checker.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { SITE, pages } from './site.mjs';

const jar = path.join(path.dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');

test('every page is valid HTML', { timeout: 300_000 }, () => {
  assert.ok(pages.length > 50, `a whole handbook was built: ${pages.length} pages`);
  const run = spawnSync('java', ['-Xss8m', '-jar', jar, '--stdout', '--format', 'json', '--skip-non-html', SITE], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.ok(run.stdout, run.stderr);
  // Read from a folder, the checker takes no file for the page's own; browsers do (opened.test.mjs).
  const ofPolicy = (message) => /^Resource violates Content Security Policy \(meta tag\): [^“]*“[^:”]*” blocked/.test(message.message);
  const found = JSON.parse(run.stdout).messages.filter((message) => (message.type === 'error' || message.subType === 'warning') && !ofPolicy(message));
  const shown = found.slice(0, 20).map((m) => `${path.basename(m.url)}:${m.lastLine}: ${m.message}\n    ${m.extract}`);
  assert.equal(found.length, 0, `${found.length} faults, the first:\n${shown.join('\n')}`);
});
