// Two servers on the same lessons; a file is written, and the page is asked for until it shows what was written.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

// What an author may have to wait, in milliseconds, in the median.
const TEXT = 100;
const TITLE = 150;
// Between two questions for a page. Asking without a pause would take the server's own time away.
const PAUSE = 5;
// Between two changes: an author thinks, and what is done in idle time begins meanwhile.
const THOUGHT = 3000;
const PATIENCE = 30000;

const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));
const agent = new http.Agent({ keepAlive: true });

const get = (port, address) =>
  new Promise((resolve, reject) => {
    const take = (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part)).on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() }));
    };
    http.get({ host: '127.0.0.1', port, path: encodeURI(address), agent }, take).on('error', reject);
  });

/** A server of lessons that has been started, with what it calls their pages. */
class Server {
  constructor(root, child, port, pageOf) {
    Object.assign(this, { root, child, port, pageOf, times: { text: [], title: [] } });
  }

  /** Writes a file and waits until a page shows a word of it; how long that took. */
  async change(file, text, address, word) {
    const began = performance.now();
    fs.writeFileSync(file, text);
    for (;;) {
      const { text: shown } = await get(this.port, address);
      const took = performance.now() - began;
      if (shown.includes(word)) return took;
      if (took > PATIENCE) throw new Error(`${address} does not show ${word}`);
      await sleep(PAUSE);
    }
  }

  /** One change of a lesson's text and one of its title, both taken back. */
  async round(lesson, number) {
    const file = path.join(this.root, 'content', lesson);
    const before = fs.readFileSync(file, 'utf8');
    const [, title] = /^title: "(.*)"$/m.exec(before);
    const [, topic] = /^topics: \["([^"]*)"/m.exec(before);
    const page = this.pageOf.lesson(lesson);
    this.times.text.push(await this.change(file, `${before}\n新写的一段${number}。\n`, page, `新写的一段${number}`));
    await sleep(THOUGHT);
    const list = await this.listing(topic, title);
    fs.writeFileSync(file, before);
    await sleep(THOUGHT);
    const renamed = `改过的题目${number}`;
    this.times.title.push(await this.change(file, before.replace(title, renamed), list, renamed));
    await sleep(THOUGHT);
    fs.writeFileSync(file, before);
    await sleep(THOUGHT);
  }

  /** The page of a topic, or the part of it, that shows a title. */
  async listing(topic, title) {
    for (const address of this.pageOf.topic(topic)) {
      const { status, text } = await get(this.port, address);
      if (status !== 200) break;
      if (text.includes(title)) return address;
    }
    throw new Error(`no page of ${topic} shows ${title}`);
  }

  /** The most memory that it had, in MiB, where the system tells. */
  memory() {
    try {
      return Math.round(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))[1] / 1024);
    } catch {
      return '?';
    }
  }
}

/** Ends a server, so that nothing writes into its folder any more. */
function end({ child }) {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
}

/** Starts a program and waits for the port that it prints. */
function start(program, args, found) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  process.on('exit', () => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', (status) => reject(new Error(`${program} ended with ${status}: ${said}`)));
    child.stdout.on('data', (part) => {
      said += part;
      const port = found.exec(said);
      if (port) resolve({ child, port: Number(port[1]) });
    });
  });
}

function lessons(bench, flavor, count, folder) {
  execFileSync('python3', [path.join(bench, 'gen.py'), '--pages', String(count), '--out', folder, '--flavor', flavor], { stdio: 'ignore' });
  return folder;
}

async function jiangyi(program, root) {
  const { child, port } = await start(program, ['serve', '--root', root, '--port', '0'], /127\.0\.0\.1:(\d+)/);
  const { text } = await get(port, '/topics/index.html');
  const slugs = new Map([...text.matchAll(/href="([^"/]+)\.html"[^>]*>\s*(?:<[^>]+>\s*)*([^<]+)</g)].map(([, slug, name]) => [name.trim(), slug]));
  const topic = (name) => [...Array(1000)].map((_, part) => `/topics/${slugs.get(name)}${part ? `.${part + 1}` : ''}.html`);
  return new Server(root, child, port, { lesson: (file) => `/${file.replace(/md$/, 'html')}`, topic });
}

async function hugo(program, bench, root) {
  fs.cpSync(path.join(bench, 'hugo'), root, { recursive: true });
  const free = net.createServer();
  await new Promise((resolve) => free.listen(0, '127.0.0.1', resolve));
  const chosen = free.address().port;
  free.close();
  const args = ['server', '--source', root, '--port', String(chosen), '--renderToMemory'];
  const { child, port } = await start(program, args, /localhost:(\d+)/);
  return new Server(root, child, port, { lesson: (file) => `/${file.replace(/\.md$/, '/')}`, topic: (name) => [`/topics/${name}/`] });
}

const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];

/** Prints how long changes take; how many figures are too high. */
export async function measure(asked) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jiangyi-serve-'));
  const servers = {};
  try {
    await change(asked, folder, servers);
    return report(servers, asked.lessons);
  } finally {
    await Promise.all(Object.values(servers).map(end));
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts the servers and changes lessons of each in turn. */
async function change({ program, bench, hugo: other, lessons: count, changes }, folder, servers) {
  servers.jiangyi = await jiangyi(program, lessons(bench, 'jiangyi', count, path.join(folder, 'jiangyi')));
  if (other) servers.hugo = await hugo(other, bench, lessons(bench, 'hugo', count, path.join(folder, 'hugo')));
  else console.log('Left out: hugo (no program was given).');
  const root = servers.jiangyi.root;
  const all = fs.readdirSync(path.join(root, 'content'), { recursive: true }).filter((file) => /\/[^/]*\d\.md$/.test(file)).sort();
  await sleep(20000); // Both have come to rest by now.
  for (let number = 0; number < changes; number += 1) {
    const lesson = all[Math.floor(((number + 0.5) * all.length) / changes)];
    for (const server of Object.values(servers)) await server.round(lesson, number);
  }
}

function report(servers, count) {
  let failed = 0;
  for (const [name, { times }] of Object.entries(servers)) {
    for (const [kind, most] of [['text', TEXT], ['title', TITLE]]) {
      const sorted = times[kind].map(Math.round).sort((a, b) => a - b);
      const own = name === 'jiangyi', reached = median(sorted) <= most;
      failed += own && !reached ? 1 : 0;
      const ratio = own || !servers.hugo ? '' : `, ${(median(sorted) / median(servers.jiangyi.times[kind])).toFixed(1)} times jiangyi's`;
      console.log(`${own && !reached ? 'FAIL' : 'ok  '} ${name}, ${kind} changed, ${count} lessons: median ${median(sorted)} ms (${sorted[0]} to ${sorted.at(-1)})${ratio}`);
    }
    console.log(`     ${name}: at most ${servers[name].memory()} MiB`);
  }
  return failed;
}
