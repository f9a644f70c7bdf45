// What a publisher's settings, servers and neighbours do wrong, against a real sshd: a clear message each time, and nothing
// that readers see is touched.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { Changing, PROGRAM, begin, done, folder, jiangyi, sleep, sshd, target } from './ground.mjs';

let keys, server;
const made = [];
before(async (t) => {
  const ground = { after: (end) => made.push(end) };
  keys = folder(ground);
  server = await sshd(ground, keys);
});
test.after(() => made.reverse().forEach((end) => end()));

/** A site with one target on the server, and what differs from a right one. */
function site(t, about = {}) {
  const dir = folder(t);
  const right = { name: 's', host: '127.0.0.1', port: server.port, user: server.user, path: path.join(dir, 'target'), key: server.key, known_hosts: server.file('known_hosts') };
  const made = new Changing(path.join(dir, 'site'), target({ ...right, ...about }));
  return { dir, cwd: made.dir, made, at: { ...right, ...about }.path };
}

/** All that stands below a folder, links included, with bytes and permissions. */
function photograph(dir) {
  const names = fs.readdirSync(dir, { recursive: true }).map(String).sort();
  return names.map((name) => {
    const about = fs.lstatSync(path.join(dir, name));
    const what = about.isSymbolicLink() ? fs.readlinkSync(path.join(dir, name)) : about.isFile() ? fs.readFileSync(path.join(dir, name), 'latin1') : '';
    return `${name} ${about.mode.toString(8)} ${what}`;
  });
}

test('P7: a host key that is unknown or changed, and a login that asks for a password, end in words and not in questions', (t) => {
  for (const [about, words] of [
    [{ known_hosts: server.file('no_hosts') }, /host key of 127\.0\.0\.1 is not known/],
    [{ known_hosts: server.file('changed_hosts') }, /host key of 127\.0\.0\.1 is not the known one/],
    [{ key: server.file('other') }, /does not let us in/],
  ]) {
    const { cwd, at } = site(t, about);
    const ran = jiangyi(['publish'], { cwd });
    assert.equal(ran.status, 2);
    assert.match(ran.err, words);
    assert.ok(!fs.existsSync(at));
    assert.equal(fs.readFileSync(server.file('no_hosts'), 'utf8'), '', 'no key is written down by itself');
  }
});

test('P7: a server that can not be reached', (t) => {
  const { cwd } = site(t, { port: 1 });
  const ran = jiangyi(['publish'], { cwd });
  assert.equal(ran.status, 2);
  assert.match(ran.err, /can't be reached/);
});

test('P6: quotes, spaces, dollars and characters of all kinds in a path are a name and nothing else', (t) => {
  const { dir, cwd } = site(t);
  const name = `手 册'"$(touch ${dir}/evil)\`touch ${dir}/evil\`; touch ${dir}/evil & -rf \\ *`.replaceAll('/', '∕');
  const hostile = path.join(dir, name);
  const config = path.join(cwd, 'site.toml');
  const right = fs.readFileSync(config, 'utf8').split('\n').filter((line) => !line.startsWith('path =')).join('\n');
  fs.writeFileSync(config, `${right}\npath = ${JSON.stringify(hostile)}\n`);
  done(['publish'], { cwd });
  assert.ok(fs.existsSync(path.join(hostile, 'current/index.html')));
  assert.deepEqual(fs.readdirSync(dir).sort(), [name, 'site'].sort());
});

test('P6: a host, a user or a path that could be an option is refused before anything runs', (t) => {
  const { dir } = site(t);
  for (const about of [{ host: '-oProxyCommand=touch evil' }, { user: '-oProxyCommand=x' }, { path: '-rf' }, { host: 'a b' }, { path: '/srv/a\nb' }]) {
    const { cwd } = site(t, about);
    const ran = jiangyi(['publish'], { cwd });
    assert.notEqual(ran.status, 0, JSON.stringify(about));
    assert.ok(!fs.existsSync(path.join(cwd, 'evil')) && !fs.existsSync(path.join(dir, 'evil')));
  }
});

test('P5: permissions are set whatever the umask, on both ends', (t) => {
  const { cwd, at } = site(t);
  done(['publish'], { cwd });
  for (const name of ['.', ...fs.readdirSync(path.join(at, 'releases'), { recursive: true }).map(String)]) {
    const about = fs.statSync(path.join(at, 'releases', name));
    assert.equal((about.mode & 0o777).toString(8), about.isDirectory() ? '755' : '644', name);
  }
});

test('P4: files of others stay, come along, and are named', (t) => {
  const { cwd, at, made } = site(t);
  done(['publish'], { cwd });
  fs.writeFileSync(path.join(at, 'notes.txt'), 'mine');
  fs.writeFileSync(path.join(at, 'current/verify.txt'), 'mine');
  fs.mkdirSync(path.join(at, 'current/own dir'));
  fs.writeFileSync(path.join(at, "current/own dir/it's.txt"), 'mine');
  for (let n = 1; n <= 4; n += 1) {
    made.version(n);
    const ran = done(['publish', '--keep', '2'], { cwd });
    assert.match(ran.err, /verify\.txt/);
  }
  for (const name of ['notes.txt', 'current/verify.txt', "current/own dir/it's.txt", 'releases/000001/verify.txt']) {
    assert.equal(fs.readFileSync(path.join(at, name), 'utf8'), 'mine', name);
  }
  assert.deepEqual(fs.readdirSync(path.join(at, 'releases')).sort(), ['000001', '000004', '000005']);
  assert.deepEqual(fs.readdirSync(path.join(at, 'releases/000001')).sort(), ['own dir', 'verify.txt'], 'of ours nothing is left there');
});

test('P12: a target that is a link, a file, a release, or full of other things', (t) => {
  const { dir, cwd, at } = site(t);
  const refused = (words) => { const ran = jiangyi(['publish'], { cwd }); assert.equal(ran.status, 2); assert.match(ran.err, words); };
  fs.mkdirSync(at);
  fs.writeFileSync(path.join(at, 'index.html'), 'theirs');
  const before = photograph(dir).filter((line) => !line.startsWith('site'));
  refused(/did not publish/);
  assert.deepEqual(photograph(dir).filter((line) => !line.startsWith('site')), before);
  fs.rmSync(at, { recursive: true });
  fs.mkdirSync(path.join(dir, 'elsewhere'));
  fs.symlinkSync(path.join(dir, 'elsewhere'), at);
  refused(/is a link/);
  fs.unlinkSync(at);
  fs.writeFileSync(at, '');
  refused(/not a folder/);
  fs.unlinkSync(at);
  done(['publish'], { cwd });
  const config = path.join(cwd, 'site.toml');
  const right = fs.readFileSync(config, 'utf8');
  fs.writeFileSync(config, right.replace(`path = "${at}"`, `path = "${at}/releases/000001"`));
  refused(/what was published itself/);
  fs.writeFileSync(config, right);
  fs.rmSync(path.join(at, 'current'));
  fs.writeFileSync(path.join(at, 'current'), 'theirs');
  refused(/not a link of ours/);
});

test('P12: a full disk leaves what is shown, and the next publication finishes', (t) => {
  // Only root can lay a small disk.
  const root = (...args) => execFileSync(process.getuid() === 0 ? args[0] : 'sudo', process.getuid() === 0 ? args.slice(1) : args);
  const { cwd, at, made } = site(t);
  fs.mkdirSync(at);
  root('mount', '-t', 'tmpfs', '-o', `size=2m,mode=755,uid=${process.getuid()}`, 'tmpfs', at);
  try {
    done(['publish'], { cwd });
    const shown = photograph(path.join(at, 'releases')).join();
    made.version(2);
    made.put('content/2026-03-拥军/大.bin', Buffer.alloc(3 << 20));
    made.put('content/2026-03-拥军/91-大.md', '---\n标题: 大\n---\n\n[文件](大.bin)\n');
    const ran = jiangyi(['publish'], { cwd });
    assert.equal(ran.status, 2);
    assert.match(ran.err, /disk of .* is full/);
    assert.ok(!fs.existsSync(path.join(at, '.jiangyi-publish/incoming')), 'the unfinished upload is not in the way');
    assert.equal(photograph(path.join(at, 'releases')).join(), shown);
    fs.rmSync(path.join(cwd, 'content/2026-03-拥军/大.bin'));
    fs.rmSync(path.join(cwd, 'content/2026-03-拥军/91-大.md'));
    done(['publish'], { cwd });
    assert.equal(fs.readlinkSync(path.join(at, 'current')), 'releases/000002');
  } finally {
    // Whoever still looks into it (an indexer, a shell) does not make the test fail.
    root('umount', '--lazy', at);
  }
});

test('P13: far fewer pages are asked about', (t) => {
  const { cwd, at } = site(t);
  done(['publish'], { cwd });
  for (let lesson = 1; lesson <= 11; lesson += 1) fs.rmSync(path.join(cwd, `content/2026-03-拥军/${String(lesson).padStart(2, '0')}-课程.md`));
  const ran = jiangyi(['publish'], { cwd });
  assert.equal(ran.status, 2);
  assert.match(ran.err, /--allow-shrink/);
  assert.equal(fs.readlinkSync(path.join(at, 'current')), 'releases/000001');
  done(['publish', '--allow-shrink'], { cwd });
});

test('P11: of two publishers at once one wins, the other says so, and the site is whole', async (t) => {
  const { cwd, at, made } = site(t);
  done(['publish'], { cwd });
  const second = path.join(path.dirname(cwd), 'second');
  made.version(3);
  fs.cpSync(cwd, second, { recursive: true });
  const runs = await Promise.all([cwd, second].map((at) => new Promise((ended) => {
    const child = spawn(PROGRAM, ['--lang', 'en', 'publish'], { cwd: at });
    let err = '';
    child.stderr.on('data', (data) => { err += data; });
    child.on('exit', (status) => ended({ status, err }));
  })));
  for (const { status, err } of runs) {
    if (status !== 0) assert.match(err, /another publication began or ended meanwhile|someone is publishing/);
  }
  assert.ok(runs.some(({ status }) => status === 0), JSON.stringify(runs));
  done(['publish'], { cwd });
  assert.ok(fs.existsSync(path.join(at, 'current/index.html')));
});

test('P1: an upload that was cut off is gone on with, and the record says so', async (t) => {
  const { cwd, at, made } = site(t);
  done(['publish'], { cwd });
  made.put('content/2026-03-拥军/大.bin', Buffer.alloc(48 << 20, 'x1y2z3'));
  made.put('content/2026-03-拥军/91-大.md', '---\n标题: 大\n---\n\n[文件](大.bin)\n');
  const incoming = path.join(at, '.jiangyi-publish/incoming');
  const child = begin(['publish'], { cwd });
  const gone = new Promise((ended) => child.on('exit', ended));
  for (let tries = 0; tries < 2000 && !(fs.existsSync(incoming) && fs.readdirSync(incoming).length > 2) && child.exitCode === null; tries += 1) await sleep(5);
  child.kill('SIGKILL');
  await gone;
  const shown = fs.readlinkSync(path.join(at, 'current'));
  const ran = done(['publish'], { cwd });
  assert.match(ran.err, /published to s|is the same/);
  assert.ok(fs.statSync(path.join(at, 'current/2026-03')).isDirectory());
  assert.ok(['releases/000001', 'releases/000002'].includes(shown));
  const record = fs.readFileSync(path.join(at, '.jiangyi-publish/record.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const last = record.at(-1);
  assert.equal(last.action, 'publish');
  assert.match(last.build, /^[0-9a-f]{16}$/);
  assert.match(last.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.ok(last.program && last.by && last.pages > 0);
  assert.deepEqual(fs.readdirSync(path.join(at, 'current'), { recursive: true }).map(String).filter((name) => name.includes('.jiangyi')), []);
});

test('P2: going back serves what pages of the newer release still ask for, and twice back is twice', (t) => {
  const { cwd, at, made } = site(t);
  const css = () => fs.readdirSync(path.join(at, 'current/assets')).filter((name) => name.startsWith('theme.'));
  done(['publish'], { cwd });
  const first = css();
  for (const n of [1, 2]) { made.version(n); done(['publish'], { cwd }); }
  const newest = css();
  done(['publish', '--rollback'], { cwd });
  assert.equal(fs.readlinkSync(path.join(at, 'current')), 'releases/000002');
  assert.ok(newest.every((name) => css().includes(name)));
  done(['publish', '--rollback'], { cwd });
  assert.equal(fs.readlinkSync(path.join(at, 'current')), 'releases/000001');
  assert.ok(first.every((name) => css().includes(name)));
  const none = jiangyi(['publish', '--rollback'], { cwd });
  assert.equal(none.status, 2);
  assert.match(none.err, /no earlier release/);
});

test('P8: no secret stands in what is published or in what is printed', (t) => {
  const { cwd, at } = site(t);
  const ran = done(['publish'], { cwd });
  for (const text of [ran.out, ran.err, ...photograph(path.join(at, 'releases'))]) {
    assert.ok(!text.includes('known_hosts') && !text.includes(server.key));
  }
});
