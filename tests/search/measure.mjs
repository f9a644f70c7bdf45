// Asks a built site every judged query and holds what comes back against what must.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { open } from './engine.mjs';

// What each class of query must reach, per cent: right page among the first five, and right page first.
const REACH = {
  'a-title': [100], 'a-heading': [100], 'b-2char': [100], 'c-substr': [100], 'c-substr/cut': [99], 'd-two': [100, 95],
  'e-question': [95, 80], 'f-1char': [100], 'g-trad': [100], 'h-pinyin': [100], 'i-typo': [98], 'j-mixed': [100],
  'k-width': [100], 'l-alias': [100], 'm-number': [100],
};
// Bytes, compressed: a later query without passages and with them, and the first one with them beyond its list.
const LATER = 15000;
const LATER_WITH_PASSAGES = 30000;
const FIRST_WITH_PASSAGES = 75000;

/** Prints what a site's search reaches; how many figures it fails. */
export async function measure(name, site, queries, pages, limits) {
  const rows = await ask(site, queries, pages);
  const classes = new Map();
  for (const row of rows) {
    for (const key of new Set([row.cls, row.sub ? `${row.cls}/${row.sub}` : row.cls, 'all'])) {
      classes.set(key, (classes.get(key) ?? []).concat(row));
    }
  }
  let failed = 0;
  const check = (what, value, reached) => {
    failed += reached ? 0 : 1;
    console.log(`${reached ? 'ok  ' : 'FAIL'} ${what}: ${value}`);
  };
  console.log(`\n== Search: ${name}, ${queries.length} queries`);
  for (const [key, members] of [...classes].sort()) {
    const five = share(members, (row) => row.rank > 0 && row.rank <= 5), first = share(members, (row) => row.rank === 1);
    const [needFive, needFirst = 0] = REACH[key] ?? REACH[key.split('/')[0]] ?? [0];
    check(`${key.padEnd(20)} among five / first, per cent`, `${five.toFixed(0)} / ${first.toFixed(0)}`, five >= needFive && (key.includes('/') || first >= needFirst));
  }
  for (const row of rows.filter((one) => !(one.rank > 0 && one.rank <= 5))) console.log(`     ${row.cls} “${row.q}”: ${row.found.slice(0, 3).join(', ') || 'nothing'}`);
  check('queries without any result', rows.filter((row) => !row.found.length).length, rows.every((row) => row.found.length));
  const bytes = await load(site, queries);
  check('bytes to the first list', `${bytes.firstList}, with passages ${bytes.first}`, bytes.firstList <= limits.first && bytes.first <= FIRST_WITH_PASSAGES);
  check('bytes of a later query', `${bytes.laterList}, with passages ${bytes.later}`, bytes.laterList <= LATER && bytes.later <= LATER_WITH_PASSAGES);
  const { index, text } = sizes(site);
  check('index per byte of text, compressed', (index / text).toFixed(3), index / text <= limits.index);
  await hostile(site, check);
  return failed;
}

const share = (rows, good) => (100 * rows.filter(good).length) / rows.length;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

async function ask(site, queries, pages) {
  const { search } = open(site);
  const rows = [];
  for (const query of queries) {
    const results = await search(query.q, { limit: 50 });
    const found = [...new Set(results.map((result) => result.url.split('#')[0]))];
    const right = new Set(query.pages.map((page) => pages[page]));
    rows.push({ cls: query.cls, sub: query.sub, q: query.q, rank: found.findIndex((url) => right.has(url)) + 1, found });
  }
  return rows;
}

const zipped = (site, file) => zlib.gzipSync(fs.readFileSync(path.join(site, file)), { level: 9 }).length;

// Medians over every eighth query on a fresh page, and the query after it.
async function load(site, queries) {
  const figures = { first: [], firstList: [], later: [], laterList: [] };
  for (let i = 0; i + 1 < queries.length; i += 8) {
    const { search, loaded } = open(site);
    for (const [name, query] of [['first', queries[i]], ['later', queries[i + 1]]]) {
      loaded.length = 0;
      await search(query.q, { limit: 10 });
      const sum = (files) => files.reduce((all, file) => all + zipped(site, file), 0);
      figures[name].push(sum(loaded));
      figures[name + 'List'].push(sum(loaded.filter((file) => !isPassages(file))));
    }
  }
  return Object.fromEntries(Object.entries(figures).map(([name, numbers]) => [name, median(numbers)]));
}

const isPassages = (file) => /(?:^|\/)t\d+\.[a-z2-7]+\.js$/.test(file);

// The compressed size of all files but the passages, and the bytes of text in these.
function sizes(site) {
  let index = 0, text = 0;
  for (const file of fs.readdirSync(path.join(site, 'search'))) {
    if (!isPassages(file)) {
      index += zipped(site, 'search/' + file);
      continue;
    }
    const call = fs.readFileSync(path.join(site, 'search', file), 'utf8');
    const fields = JSON.parse(call.slice(call.indexOf(',') + 1, call.lastIndexOf(')')));
    text += fields.reduce((sum, field) => sum + Buffer.byteLength(field), 0);
  }
  return { index, text };
}

// Whatever is typed is text: nothing throws, nothing takes long.
async function hostile(site, check) {
  const { search } = open(site);
  const typed = [
    '', ' ', '<img src=x onerror=alert(1)>', '__proto__', 'constructor', 'toString hasOwnProperty', '.*+?^${}()|[]\\', '(?=', '$& $1 $`',
    '\ud800', '证\udc00件', '\u0000\u0001', '\u202e优待证', '，。！', '👨‍👩‍👧', '优'.repeat(1 << 20), 'a'.repeat(1 << 20), '优a1 '.repeat(1 << 18), '%', '%E4', '&amp;', '第999999999999条',
    null, undefined, 42, {},
  ];
  await search('优待证');
  let slowest = 0;
  for (const one of typed) {
    let results, least = Infinity;
    // The best of three: the machine may be busy with something else.
    for (let time = 0; time < 3; time++) {
      const began = performance.now();
      results = await search(one, { limit: 10 }).catch((error) => error);
      least = Math.min(least, performance.now() - began);
    }
    slowest = Math.max(slowest, least);
    if (!Array.isArray(results)) check(`hostile query ${JSON.stringify(String(one).slice(0, 20))}`, results, false);
  }
  check('slowest hostile query, ms', slowest.toFixed(0), slowest < 50);
}
