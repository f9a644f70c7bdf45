// The search index as files: loads them by script tags (so that it works from a USB stick) and reads what the build wrote
// (src/search/: head.rs, shards.rs, passages.rs, tables.rs). Knows nothing of queries.
(function () {
  'use strict';
  const jiangyi = window.jiangyi;
  const { fold, squeeze } = jiangyi.text;
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const VALUES = new Uint8Array(128);
  for (let i = 0; i < 64; i++) VALUES[LETTERS.charCodeAt(i)] = i;
  // What is noted after a number: values from 65.
  const MARKS = '!#$%&()';
  for (let i = 0; i < MARKS.length; i++) VALUES[MARKS.charCodeAt(i)] = 65 + i;
  const KINDS = ['lesson', 'procedure', 'question', 'exemplar', 'policy', 'sheet', 'unit', 'quiz'];
  // How often a term stands in a section's text, by the lowest two bits of its mark.
  const TIMES = [1.2, 4, 12, 24];
  const HEADING = 4;

  // Loading: every file calls jiangyi.data with its name. The core's name is always the same; the names of the others have
  // a digest of what is in them, which the core knows: six letters for each, in the order of their numbers.
  const folder = new URL((document.documentElement.dataset.root || '') + 'search/', document.baseURI).href;
  const DIGEST = 6;
  const expected = new Map();
  let digests = {}, fresh = '';
  function address(name) {
    if (name === 'core') return folder + 'core.js' + fresh;
    const [, kind, number] = /^([a-z]+)(\d*)$/.exec(name), at = DIGEST * number;
    return folder + name + '.' + digests[kind].slice(at, at + DIGEST) + '.js';
  }
  jiangyi.data = function (name, data) {
    const file = expected.get(name);
    if (file) file.arrive(data);
  };

  // A file's data. Rejected where the file is missing; asked for again, it is looked for again.
  function load(name) {
    const known = expected.get(name);
    if (known) return known.promise;
    const file = {};
    file.promise = new Promise((arrive, fail) => {
      const script = document.createElement('script');
      file.arrive = (data) => {
        file.arrived = true;
        arrive(data);
      };
      const lost = () => {
        if (file.arrived) return;
        expected.delete(name);
        fail(new Error('missing: ' + name));
      };
      // A file that loads without calling is none of ours: a page that says sorry, a file cut short.
      script.onload = lost;
      script.onerror = lost;
      script.src = address(name);
      document.head.appendChild(script);
    });
    expected.set(name, file);
    return file.promise;
  }

  // Reads numbers and letters one after the other.
  class Reader {
    constructor(text) {
      this.text = text;
      this.at = 0;
    }
    get more() { return this.at < this.text.length; }
    letter() { return VALUES[this.text.charCodeAt(this.at++)]; }
    number() {
      let number = 0, scale = 1, value;
      do {
        value = VALUES[this.text.charCodeAt(this.at++)];
        number += (value & 31) * scale;
        scale *= 32;
      } while (value & 32 && this.more);
      return number;
    }
    numbers() {
      return Array.from({ length: this.number() }, () => this.number());
    }
    mark() {
      const value = VALUES[this.text.charCodeAt(this.at)] - 64;
      if (!(value > 0)) return 0;
      this.at++;
      return value;
    }
    skip(count) {
      for (; count > 0; count--) {
        this.number();
        this.mark();
      }
    }
  }

  // A list's sections: [section, times in the text, whether the heading has it, section, …].
  function readList(text, { at, count }) {
    const reader = new Reader(text), found = [];
    reader.at = at;
    for (let next = 0, left = count; left > 0; left--) {
      const section = next + reader.number(), mark = reader.mark();
      next = section + 1;
      found.push(section, TIMES[mark % HEADING], mark >= HEADING);
    }
    return found;
  }

  function letters(text) {
    return Uint8Array.from(text, (c) => VALUES[c.charCodeAt(0)]);
  }

  // The core: pages and sections with their sizes, and the directories of all other files.
  function readCore(data) {
    digests = data.digests;
    const kinds = letters(data.kinds), count = kinds.length;
    const core = {
      count,
      pages: [],
      page: new Uint32Array(count),
      kind: Array.from(kinds, (code) => KINDS[code >> 3]),
      level: kinds.map((code) => code & 7),
      // One past the last section under each.
      end: new Uint32Array(count),
      size: Float32Array.from(letters(data.sizes), (size) => Math.pow(2, size / 2)),
      heading: letters(data.heads),
      topics: data.topics,
      audiences: data.audiences,
      names: readNames(data),
      terms: data.terms,
      traditional: pairs(data.traditional),
      passages: starts(data.passages),
      words: data.words ? data.words.split(' ') : [],
    };
    const tags = new Reader(data.tags);
    let first = 0;
    for (const line of data.pages ? data.pages.split('\n') : []) {
      const tab = line.indexOf('\t'), title = line.slice(tab + 1), sections = tags.number();
      const folded = fold(title, core.traditional);
      core.pages.push({
        path: line.slice(0, tab), title, first, sections, topics: tags.numbers(), audiences: tags.numbers(),
        folded, squeezed: squeeze(folded), parts: parts(folded),
      });
      core.page.fill(core.pages.length - 1, first, first + sections);
      first += sections;
    }
    nest(core);
    core.average = core.size.reduce((sum, size) => sum + size, 0) / (count || 1);
    readDirectory(core, data);
    return core;
  }

  // What a title may also be called: what stands before its colon, and all but what is in brackets.
  function parts(title) {
    return [title.split(/[:|]|——/)[0], title.replace(/\([^)]*\)/g, '')].map(squeeze).filter((part) => part.length > 1);
  }

  function nest(core) {
    const open = [];
    for (let i = 0; i <= core.count; i++) {
      while (open.length && (i === core.count || core.level[open[open.length - 1]] >= core.level[i])) core.end[open.pop()] = i;
      open.push(i);
    }
  }

  function readDirectory(core, data) {
    const gaps = new Reader(data.chars), weights = letters(data.weights);
    core.rank = new Map();
    core.weight = weights;
    for (let code = 0; gaps.more;) {
      code += gaps.number();
      core.rank.set(String.fromCodePoint(code), core.rank.size);
    }
    const reader = new Reader(data.pairs);
    core.pairs = [];
    for (let first = 0; reader.more;) {
      first += reader.number();
      core.pairs.push(first * core.rank.size + reader.number());
    }
  }

  function readNames(data) {
    return (data.names ? data.names.split('\n') : []).map((line) => line.split('\t'));
  }

  function pairs(text) {
    const table = new Map();
    for (let i = 0; i + 1 < text.length; i += 2) table.set(text[i], text[i + 1]);
    return table;
  }

  function starts(text) {
    const reader = new Reader(text), found = [];
    for (let start = 0; reader.more; start += reader.number()) found.push(start);
    return found;
  }

  // The last place of a sorted list that is not after `wanted`; -1 before the first.
  function before(list, wanted) {
    let from = 0, to = list.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (list[middle] <= wanted) from = middle + 1; else to = middle;
    }
    return from - 1;
  }

  // The file that has a term, if any has.
  function fileOf(core, term) {
    if (!term.pair) {
      const at = before(core.words, term.text);
      return at < 0 ? null : 'w' + at;
    }
    const at = before(core.pairs, pairNumber(core, term));
    return at < 0 ? null : 'p' + at;
  }

  // A pair by the ranks of its characters; -1 where one of them is in no text.
  function pairNumber(core, term) {
    const [first, second] = Array.from(term.text, (c) => core.rank.get(c));
    return first === undefined || second === undefined ? -1 : first * core.rank.size + second;
  }

  // What a file holds: its lists, and of each term where its list begins and how long it is. Pairs are known by their ranks.
  const read = new Map();
  function contents(core, name, data) {
    let known = read.get(name);
    if (known) return known;
    const [terms, counts, text] = data.split('|');
    const counter = new Reader(counts), lists = new Reader(text), of = new Map();
    for (const term of name[0] === 'p' ? pairsOf(core, terms) : terms.split(' ')) {
      const at = lists.at, count = counter.number();
      of.set(term, { at, count });
      lists.skip(count);
    }
    read.set(name, known = { text, of });
    return known;
  }

  function pairsOf(core, terms) {
    const reader = new Reader(terms), found = [];
    for (let first = 0; reader.more;) {
      first += reader.number();
      for (let left = reader.number(), second = 0; left > 0; left--) {
        second += reader.number();
        found.push(first * core.rank.size + second);
      }
    }
    return found;
  }

  // The lists of a term: of a pair one; of a word its own and, where `open`, those of some words that begin with it.
  function lists(core, term, name, data, open) {
    const { text, of } = contents(core, name, data);
    const own = of.get(term.pair ? pairNumber(core, term) : term.text);
    const found = own ? [readList(text, own)] : [];
    if (open) {
      for (const [word, list] of of) {
        if (found.length > 12) break;
        if (word !== term.text && word.startsWith(term.text)) found.push(readList(text, list));
      }
    }
    return found;
  }

  // A core that some cache kept from an earlier build names files that are gone: it is asked for anew, past all caches, once.
  // Whether it now names other files.
  function renew() {
    if (fresh) return Promise.resolve(false);
    const before = JSON.stringify(digests);
    fresh = '?' + Date.now();
    expected.clear();
    read.clear();
    core = null;
    return jiangyi.index.core().then(() => JSON.stringify(digests) !== before, () => false);
  }

  let core = null;
  jiangyi.index = {
    renew,
    load,
    core: () => core || (core = load('core').then(readCore).catch((error) => {
      core = null;
      throw error;
    })),
    table: (name) => load(name).then(pairs),
    fileOf,
    lists,
    // The heading, anchor and text of a section.
    passage: (core, section) => {
      const file = before(core.passages, section);
      return load('t' + file).then((data) => {
        const at = (section - core.passages[file]) * 3;
        return { heading: data[at] || '', id: data[at + 1] || '', text: data[at + 2] || '' };
      });
    },
  };
})();
