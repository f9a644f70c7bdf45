// The ground that the tests of publishing stand on: a site that changes from version to version, a real sshd and a real nginx
// on loopback, and the program under test. Every folder is a fresh one, every process is ended with the test.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export const PROGRAM = path.resolve(process.env.JIANGYI ?? path.join(import.meta.dirname, '../../target/release/jiangyi'));
/** Debian puts servers where the path of a plain user does not look. */
process.env.PATH += ':/usr/sbin:/sbin';

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const sha = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');

/** A free port on loopback. */
export const port = () => new Promise((done) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); });
});

const connects = (to) => new Promise((done) => {
  const socket = net.connect(to, '127.0.0.1', () => { socket.destroy(); done(true); });
  socket.on('error', () => done(false));
});

/** A folder that web servers may look into, removed with the test. */
export function folder(t) {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'jiangyi-publish-'));
  fs.chmodSync(made, 0o755);
  t.after(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Starts a server and waits until it listens. */
async function start(t, name, args, at) {
  const child = spawn(name, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => { said += data; });
  t.after(() => child.kill('SIGTERM'));
  for (let tries = 0; tries < 200; tries += 1) {
    if (await connects(at)) return child;
    if (child.exitCode !== null) break;
    await sleep(25);
  }
  throw new Error(`${name} does not start: ${said}`);
}

/** A real sshd for this user: its port, the key to log in with and the file that knows its host key. */
export async function sshd(t, dir) {
  const at = await port();
  const file = (name) => path.join(dir, name);
  for (const name of ['host', 'login', 'other']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  fs.copyFileSync(file('login.pub'), file('authorized'));
  fs.chmodSync(file('authorized'), 0o600);
  if (process.getuid() === 0) fs.mkdirSync('/run/sshd', { recursive: true });
  fs.writeFileSync(file('sshd.conf'), [
    `Port ${at}`, 'ListenAddress 127.0.0.1', `HostKey ${file('host')}`, `AuthorizedKeysFile ${file('authorized')}`,
    `PidFile ${file('sshd.pid')}`, 'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'KbdInteractiveAuthentication no',
    'MaxStartups 100', 'AcceptEnv LC_*', '',
  ].join('\n'));
  await start(t, fs.existsSync('/usr/sbin/sshd') ? '/usr/sbin/sshd' : 'sshd', ['-D', '-e', '-f', file('sshd.conf')], at);
  const known = (name) => `[127.0.0.1]:${at} ${fs.readFileSync(file(`${name}.pub`), 'utf8').split(' ').slice(0, 2).join(' ')}\n`;
  fs.writeFileSync(file('known_hosts'), known('host'));
  fs.writeFileSync(file('changed_hosts'), known('other'));
  fs.writeFileSync(file('no_hosts'), '');
  return { port: at, user: os.userInfo().username, key: file('login'), file };
}

/** A real nginx with `configuration`, as the program printed it but for the port. */
export async function nginx(t, dir, configuration) {
  const at = await port();
  const server = configuration.replace('listen 80;', `listen 127.0.0.1:${at};`).replace(/ *listen \[::\]:80;\n/, '');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${dir}/${name};`).join('\n');
  fs.writeFileSync(path.join(dir, 'nginx.conf'), `
    ${process.getuid() === 0 ? 'user www-data;' : ''} worker_processes 2; pid ${dir}/nginx.pid; error_log ${dir}/error.log; daemon off;
    events { worker_connections 512; }
    http { types { text/html html; text/css css; application/javascript js; image/svg+xml svg; text/xml xml; text/plain txt; image/png png; }
      default_type application/octet-stream; access_log off; sendfile on; ${temporary}
      ${server} }`);
  await start(t, fs.existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx', ['-p', dir, '-c', path.join(dir, 'nginx.conf')], at);
  return `http://127.0.0.1:${at}`;
}

/** Runs the program to its end, as someone of a strict umask. */
export function jiangyi(args, { cwd, env = {} } = {}) {
  const quiet = { ...process.env, LC_ALL: 'C.UTF-8', ...env };
  const ran = spawnSync('sh', ['-c', 'umask 077; exec "$@"', 'sh', PROGRAM, '--lang', 'en', ...args], { cwd, env: quiet, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status: ran.status, out: ran.stdout, err: ran.stderr };
}

/** The same, where it must succeed. */
export function done(args, options) {
  const ran = jiangyi(args, options);
  assert.equal(ran.status, 0, ran.err);
  return ran;
}

/** Begins the program, so that it can be killed on its way. */
export const begin = (args, { cwd } = {}) => spawn(PROGRAM, ['--lang', 'en', ...args], { cwd, stdio: 'ignore' });

/** The numbers of all processes below one, children first. */
export function below(id) {
  const parents = new Map();
  for (const name of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch { /* It has ended meanwhile. */ }
  }
  const children = (of) => [...parents].filter(([, parent]) => parent === of).flatMap(([child]) => [...children(child), child]);
  return children(id);
}

/** All files below a folder with the digests of their bytes. */
export function digests(dir) {
  const names = fs.readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  const all = names.map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(all.map((file) => [path.relative(dir, file), sha(fs.readFileSync(file))]));
}

/** A target of site.toml. */
export const target = (about) => `\n[[publish.targets]]\n${Object.entries(about).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`).join('')}`;

/** A small site; `version` makes another of it: other texts, another style sheet, a page that comes and goes. */
export class Changing {
  constructor(dir, settings = '') {
    this.dir = dir;
    this.put('site.toml', `title = "手册"\n${settings}`);
    this.put('content/2026-03-拥军/index.md', '---\n标题: 拥军\n---\n');
    this.version(0);
  }

  put(name, text) {
    const file = path.join(this.dir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }

  version(n) {
    const words = ['申领', '挂失', '补领', '更换', '评定', '抚恤', '优待', '供养', '褒扬', '悬挂'];
    for (let lesson = 1; lesson <= 12; lesson += 1) {
      const often = lesson % 3 === 0 ? n : 0;
      const text = Array.from({ length: 20 }, (_, line) => `第${line}条 由${words[(lesson + line + often) % 10]}窗口办理${words[(line * 7 + often) % 10]}，版本${often}。`).join('\n\n');
      this.put(`content/2026-03-拥军/${String(lesson).padStart(2, '0')}-课程.md`, `---\n标题: 第${lesson}课\n短名: ke${lesson}\n---\n\n${lesson === 3 ? '![图](图.svg)\n\n' : ''}${text}\n`);
    }
    const passing = path.join(this.dir, 'content/2026-03-拥军/90-过路.md');
    if (n % 2) this.put('content/2026-03-拥军/90-过路.md', '---\n标题: 过路\n短名: guolu\n---\n\n只在奇数版。\n');
    else fs.rmSync(passing, { force: true });
    this.put('content/2026-03-拥军/图.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>');
    this.put('themes/handbook/assets/9-version.css', `.version-${n} { color: red }\n`);
  }
}
