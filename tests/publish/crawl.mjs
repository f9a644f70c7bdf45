// Readers who never stop reading: they open pages, load what these need after a while, follow links, and search.
// A site's address in; what they were given out, judged afterwards by what each version really holds.
import http from 'node:http';
import { sha, sleep } from './ground.mjs';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** One request: status and digest and text of what came. */
export const get = (url) => new Promise((done, fail) => {
  const request = http.get(url, { agent }, (response) => {
    const parts = [];
    response.on('data', (part) => parts.push(part));
    response.on('end', () => { const body = Buffer.concat(parts); done({ status: response.statusCode, headers: response.headers, sha: sha(body), text: body.toString('utf8') }); });
    response.on('error', fail);
  });
  request.on('error', fail);
});

const pick = (list) => list[Math.floor(Math.random() * list.length)];

/** What a page loads by itself, and where it leads, as paths in the site. */
export function addresses(text, page) {
  const at = (href) => decodeURIComponent(new URL(href.replaceAll('&amp;', '&'), `http://x/${page}`).pathname.slice(1));
  const all = (pattern) => [...text.matchAll(pattern)].map((match) => match[1]).filter((href) => !/^[a-z]+:|^#/i.test(href)).map(at);
  const loaded = [...all(/<script[^>]*\ssrc="([^"]+)"/g), ...all(/<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"/g), ...all(/<img[^>]*\ssrc="([^"]+)"/g)];
  return { loaded, later: all(/data-later="([^"]+)"/g).map((file) => file.replace(/^.*?(assets\/)/, '$1')), links: all(/<a [^>]*href="([^"]+)"/g).filter((link) => link.endsWith('.html')) };
}

/** Reads the site at `base` until told to stop. `versions`: by version, each file's digest; grows meanwhile. */
export class Crawler {
  constructor(base, versions) {
    Object.assign(this, { base, versions, requests: 0, seen: [], broken: [], running: true });
  }

  start(readers = 6) {
    this.readers = Array.from({ length: readers }, () => this.read());
  }

  async stop() {
    this.running = false;
    await Promise.all(this.readers);
  }

  async get(path) {
    this.requests += 1;
    return { path, ...(await get(`${this.base}/${encodeURI(path)}`)) };
  }

  async read() {
    let page = 'index.html';
    while (this.running) {
      try {
        const opened = await this.get(page);
        if (opened.status !== 200) {
          this.seen.push({ page: opened, from: this.from, loaded: [] });
          page = 'index.html';
          continue;
        }
        const { loaded, later, links } = addresses(opened.text, page);
        // A slow phone.
        await sleep(Math.random() * 600);
        const files = [...loaded, ...later, ...this.onDemand(opened)];
        const got = await Promise.all(files.map((file) => this.get(file)));
        this.seen.push({ page: opened, loaded: got });
        const core = await this.get('search/core.js');
        await sleep(Math.random() * 200);
        const shards = await Promise.all(this.onDemand(core, /^search\/./).map((file) => this.get(file)));
        this.seen.push({ page: core, loaded: shards });
        page = pick([...links, 'index.html']);
      } catch (error) {
        this.broken.push(String(error));
      }
    }
  }

  /** Some files of the version that something was got from, which its scripts may ask for. */
  onDemand(got, kind = /^assets\/./) {
    const version = this.versions.findLast((files) => files.get(got.path) === got.sha);
    const files = [...(version?.keys() ?? [])].filter((file) => kind.test(file) && file !== 'search/core.js');
    return Array.from({ length: Math.min(3, files.length) }, () => pick(files));
  }

  /** What no reader should have been given. */
  verdict() {
    const always = (path) => this.versions.every((files) => files.has(path));
    const missing = [], mixed = [];
    for (const { page, loaded } of this.seen) {
      if (page.status !== 200) {
        if (always(page.path)) missing.push(`${page.status} ${page.path}`);
        continue;
      }
      missing.push(...loaded.filter((file) => file.status !== 200).map((file) => `${file.status} ${file.path} of ${page.path}`));
      const whole = this.versions.some((files) => [page, ...loaded.filter((file) => file.status === 200)].every((file) => files.get(file.path) === file.sha));
      if (!whole) mixed.push(`${page.path} with ${loaded.map((file) => file.path)}`);
    }
    return { requests: this.requests, pages: this.seen.length, missing, mixed, broken: this.broken };
  }
}
