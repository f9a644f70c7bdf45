// Search: window.jiangyi.search(query, {limit, kind, topic, audience}) promises [{url, title, section, kind, snippet, score}].
// A result's score is what its heading gives, what its text gives (BM25 over pairs of characters, times the square of the
// share that was found), what its page gives to a long query, and for the first few whether the words stand there as typed.
(function () {
  'use strict';
  const jiangyi = window.jiangyi;
  const { fold, squeeze, isDense } = jiangyi.text;
  const index = jiangyi.index;
  // What a heading is worth, by its level.
  const LEVEL = [0, 1, 0.82, 0.72, 0.62, 0.55, 0.5];
  // What a kind is worth beside others that match as well.
  const KIND = { policy: 0.85, sheet: 0.8, unit: 0.7, quiz: 0.6 };
  // What a word in a heading further up counts beside one in the section itself.
  const INHERITED = 0.7;
  // How often a page as a whole counts as holding what only its sections hold.
  const SPREAD = 0.6;
  // Of how many results the text is read to make sure.
  const VERIFIED = 10;
  // How much of a text is shown around a match, in characters.
  const SHOWN = 72;

  async function search(text, options) {
    const results = await attempt(text, options);
    return results.incomplete && await index.renew() ? attempt(text, options) : results;
  }

  async function attempt(text, options) {
    const wanted = Object.assign({ limit: 20 }, options);
    const core = await index.core();
    const state = { core, missing: 0, scores: new Map(), found: new Map(), absent: new Set(), best: 0, strong: false, named: [-1, 0], needles: [] };
    const query = await read(state, String(text == null ? '' : text));
    if (!query.squeezed) return finish([], state);
    const named = jiangyi.query.others(query, core);
    state.needles = [query].concat(named.map(({ text: other }) => jiangyi.query.read(other, core))).reduce((all, one) => all.concat(jiangyi.query.needles(one)), []);
    await score(state, query, jiangyi.query.ownWeight(query, core));
    await Promise.all(named.map(async ({ text, weight }) => {
      const best = await score(state, jiangyi.query.read(text, core), weight);
      if (weight > 1 && best[1] > state.named[1]) state.named = best;
    }));
    await articles(state, [query.squeezed].concat(named.map(({ text }) => squeeze(text))));
    await byEar(state, query);
    let ranked = order(state, wanted);
    ranked = await verify(state, query, named, ranked);
    const results = await Promise.all(ranked.slice(0, wanted.limit).map((entry) => result(state, query, entry)));
    return finish(await withTerm(state, query, wanted, results), state);
  }

  // A query that names a term of the glossary is told first what it means; the card leads where the
  // best result for its right name does.
  async function withTerm(state, query, wanted, results) {
    const number = jiangyi.query.term(query, state.core);
    if (number < 0 || !results.length || (wanted.kind && wanted.kind !== 'term')) return wanted.kind === 'term' ? [] : results;
    const terms = await got(state, index.load('terms'));
    if (!terms) return results;
    const [meaning, unlike] = terms[number];
    const best = state.named[1] * 1.15 < results[0].score ? results[0] : await result(state, query, state.named);
    const card = { url: best.url, title: state.core.names[number][0], section: '', kind: 'term', snippet: meaning, score: results[0].score, unlike };
    return wanted.kind ? [card] : [card].concat(results).slice(0, wanted.limit);
  }

  // Reads the query; one with characters that no text has is read again by the table of Traditional ones.
  async function read(state, text) {
    const query = jiangyi.query.read(text, state.core);
    if (!Array.from(query.raw).some((c) => isDense(c) && !state.core.rank.has(c))) return query;
    const table = await got(state, index.table('traditional'));
    return table ? jiangyi.query.read(text, state.core, table) : query;
  }

  // What a file gives; nothing where it is missing, which is noted.
  function got(state, promise) {
    return promise.catch(() => {
      state.missing++;
      return null;
    });
  }

  function add(scores, section, value) {
    scores.set(section, (scores.get(section) || 0) + value);
  }

  // Adds to the scores what one way of saying the query finds; its best section with its score.
  async function score(state, query, weight) {
    const { core } = state;
    const found = await Promise.all(query.terms.map((term, i) => lookUp(state, query, term, i)));
    const terms = found.filter((term) => term.sections.size);
    const scores = new Map();
    for (const { term, sections } of found) {
      state.found.set(term.text, sections);
      if (!sections.size) state.absent.add(term.text);
    }
    body(core, query, terms, scores, state);
    titles(core, query, scores);
    if (query.dense >= 5 || query.words.length > 1) support(core, terms, scores);
    let best = [-1, 0];
    for (const [section, value] of scores) {
      const kind = core.kind[section];
      const asked = query.how && (kind === 'procedure' || kind === 'question') ? 1.15 : 1;
      const total = value * weight * asked * (KIND[kind] || 1);
      if (total > (state.scores.get(section) || 0)) state.scores.set(section, total);
      if (total > best[1]) best = [section, total];
    }
    return best;
  }

  // The sections of a term: {tf, own heading}. What stands in a heading counts for all that stands under it.
  async function lookUp(state, query, term, number) {
    const { core } = state;
    const sections = new Map(), heads = new Set();
    const name = term.single ? null : index.fileOf(core, term);
    const data = name && await got(state, index.load(name));
    const open = !term.pair && number === query.terms.length - 1 && term.text.length > 1;
    for (const list of data ? index.lists(core, term, name, data, open) : []) {
      for (let i = 0; i < list.length; i += 3) {
        const section = list[i], inHeading = list[i + 2];
        sections.set(section, Math.max(sections.get(section) || 0, list[i + 1] + (inHeading ? 4 : 0)));
        if (inHeading) heads.add(section);
      }
    }
    const own = new Set(sections.keys());
    for (const section of heads) {
      for (let under = section + 1; under < core.end[section]; under++) {
        if (!heads.has(under)) sections.set(under, Math.max(sections.get(under) || 0, (sections.get(under) || 0) % 4 + 1.2));
      }
    }
    const rare = Math.log(1 + (core.count - sections.size + 0.5) / (sections.size + 0.5));
    // To a question a page as a whole answers, faintly, with what its sections hold.
    if (query.asked) for (const section of own) {
      const lead = core.pages[core.page[section]].first;
      if (!sections.has(lead)) sections.set(lead, SPREAD);
    }
    // In a question, what no heading speaks of is seldom its subject.
    const subject = query.asked && !heads.size ? 0.5 : 1;
    return { term, sections, own, heads, weight: rare * subject * (term.joining ? 0.35 : 1) };
  }

  function body(core, query, terms, scores, state) {
    const all = terms.reduce((sum, term) => sum + term.weight, 0);
    const sums = new Map(), covered = new Map(), reached = new Map(), masks = new Map();
    terms.forEach((term, number) => {
      for (const [section, times] of term.sections) {
        const length = Math.min(core.size[section] / core.average, 4);
        add(sums, section, term.weight * times * 2.2 / (times + 1.2 * (0.4 + 0.6 * length)));
        add(covered, section, term.weight * (term.own.has(section) ? 1 : INHERITED));
        add(reached, section, term.weight);
      }
      for (const section of term.heads) masks.set(section, (masks.get(section) || 0) | (1 << number));
    });
    let best = 0;
    for (const value of reached.values()) best = Math.max(best, value / all);
    state.best = Math.max(state.best, best);
    for (const [section, sum] of sums) {
      const share = covered.get(section) / all;
      if (share >= 0.34 || best <= 0.6) scores.set(section, sum * share * share * 1.6);
    }
    headings(core, query, terms, masks, scores, state);
  }

  // What headings give: all of the query in the heading, or all of the heading in the query.
  function headings(core, query, terms, masks, scores, state) {
    const whole = (1 << terms.length) - 1, known = new Map();
    for (const [section, mask] of masks) {
      if (!known.has(mask)) known.set(mask, coverage(query, terms, mask));
      const { length, share } = known.get(mask), own = core.heading[section];
      let value = 0;
      if (mask === whole && query.terms.length === terms.length) {
        value = own <= length ? 60 : 22 + 16 * length / own;
        state.strong = true;
      }
      else if (length >= own) value = (query.asked ? 20 : 10) + 18 * Math.min(1, own / query.content.length);
      else value = 12 * share * share * Math.min(1, 2 * length / own);
      add(scores, section, value * LEVEL[core.level[section]]);
    }
  }

  // How many characters of the query some of its terms cover, and what share of the weight.
  function coverage(query, terms, mask) {
    let length = 0, last = 0, weight = 0, all = 0;
    terms.forEach((term, number) => {
      all += term.weight;
      if (!(mask & (1 << number))) return;
      const { start, end } = term.term;
      length += Math.max(0, Math.min(end - start, end - Math.max(start, last)));
      last = Math.max(last, end);
      weight += term.weight;
    });
    return { length, share: weight / (all || 1) };
  }

  // Pages whose title is the query, or begins with it, or holds it; single characters are found here only.
  function titles(core, query, scores) {
    const wanted = query.squeezed;
    for (const page of core.pages) {
      let value = 0;
      const place = page.squeezed.indexOf(wanted);
      if (page.squeezed === wanted) value = 20;
      else if (page.parts.includes(wanted)) value = 16;
      else if (place === 0) value = 6;
      if (wanted.length === 1 || (wanted.length < 4 && !query.terms.length)) value += place < 0 ? 0 : 20 + 20 / page.squeezed.length;
      if (value) add(scores, page.first, value);
    }
  }

  // What the other sections of a page give to a long query.
  function support(core, terms, scores) {
    const pages = new Map();
    for (const term of terms) {
      const best = new Map();
      for (const [section, times] of term.sections) {
        const page = core.page[section];
        best.set(page, Math.max(best.get(page) || 0, times));
      }
      const rare = Math.log(1 + (core.pages.length - best.size + 0.5) / (best.size + 0.5)) * (term.term.joining ? 0.35 : 1);
      for (const [page, times] of best) add(pages, page, rare * times / (times + 1));
    }
    for (const [section, value] of scores) scores.set(section, value + 0.5 * (pages.get(core.page[section]) || 0));
  }

  // An article asked for by its policy and number is found on that policy's page.
  async function articles(state, asked) {
    const { core } = state;
    for (const [, name, article] of asked.map((text) => /^(.{2,}?)(第[零一二三四五六七八九十百]+条)/.exec(text)).filter(Boolean)) {
      const pages = jiangyi.query.policies(name, core);
      if (!pages.length) continue;
      const terms = jiangyi.text.terms(article).filter((term) => term.pair);
      const found = await Promise.all(terms.map((term) => lookUp(state, { terms: [] }, term, 0)));
      for (const page of pages) {
        for (let section = page.first + 1; section < page.first + page.sections; section++) {
          const its = core.heading[section] === article.length && found.every(({ heads }) => heads.has(section));
          if (its) add(state.scores, section, 120);
        }
      }
    }
  }

  // Adds what sounds like the query, or is spelt so, where what was typed found nothing as good.
  async function byEar(state, query) {
    const spelt = jiangyi.sounds.isSpelling(query);
    if (!spelt && (query.dense < 2 || state.strong || (state.best > 0.999 && !torn(query, state.absent)))) return;
    const sounds = await got(state, jiangyi.sounds.load(state.core));
    if (!sounds) return;
    const { sections, names } = spelt ? sounds.spelt(query) : sounds.heard(query);
    for (const [section, value] of sections) add(state.scores, section, value * LEVEL[state.core.level[section]]);
    for (const name of names) await score(state, jiangyi.query.read(name, state.core), 0.9);
  }

  // The sections that may be shown, best first: [[section, score]].
  function order(state, wanted) {
    const { core } = state;
    const has = (names, list, name) => list.some((one) => names[one] === name);
    const fits = (section) => {
      const page = core.pages[core.page[section]];
      return (!wanted.kind || wanted.kind === 'term' || core.kind[section] === wanted.kind)
        && (!wanted.topic || has(core.topics, page.topics, wanted.topic))
        && (!wanted.audience || has(core.audiences, page.audiences, wanted.audience));
    };
    const entries = Array.from(state.scores).filter((entry) => fits(entry[0]));
    return entries.sort(byScore);
  }

  const byScore = (a, b) => b[1] - a[1] || a[0] - b[0];

  // Reads the text of the first results: where the words stand as typed, a result is raised.
  async function verify(state, query, named, ranked) {
    const { core } = state;
    const phrases = phrasesOf(query, state.absent);
    const top = ranked.slice(0, VERIFIED);
    if (!phrases.length) return ranked;
    await Promise.all(top.map(async (entry) => {
      const passage = await got(state, index.passage(core, entry[0]));
      if (!passage) return;
      const heading = squeeze(fold(passage.heading, core.traditional));
      const page = core.pages[core.page[entry[0]]], first = page.first === entry[0];
      const own = (first ? page.squeezed : heading) + '\n' + squeeze(fold(passage.text, core.traditional));
      const hold = (phrase) => (own.includes(phrase) ? 1
        : first && query.asked && jiangyi.text.terms(phrase).every((term) => term.single || has(state, term, entry[0])) ? 0.8
          : page.squeezed.includes(phrase) ? 0.3 : 0);
      const held = phrases.reduce((sum, phrase) => sum + hold(phrase), 0);
      entry[1] *= 1 + (query.asked ? 0.4 : 0.8) * held / phrases.length;
      entry[2] = held === phrases.length;
      if (heading === query.squeezed) entry[1] += 30 * LEVEL[core.level[entry[0]]];
    }));
    // Beside results that have all words, one without some of them is a poor one.
    if (top.some((entry) => entry[2])) for (const entry of top) if (!entry[2]) entry[1] *= 0.8;
    return top.sort(byScore).concat(ranked.slice(VERIFIED));
  }

  function has(state, term, section) {
    const sections = state.found.get(term.text);
    return Boolean(sections) && sections.has(section);
  }

  // Whether single characters are left where no text has two side by side: more likely a slip than two words.
  function torn(query, absent) {
    return absent.size > 0 && phrasesOf(query, absent).join('').length < query.words.join('').length;
  }

  // The words of a query; what was typed without a space is parted where no text has the two characters side by side.
  function phrasesOf(query, absent) {
    const found = new Set();
    for (const word of query.words) {
      const chars = Array.from(word);
      let piece = '';
      chars.forEach((c, i) => {
        piece += c;
        if (i + 1 < chars.length && !absent.has(c + chars[i + 1])) return;
        if (piece.length > 1) found.add(piece);
        piece = '';
      });
    }
    return Array.from(found);
  }

  async function result(state, query, [section, score]) {
    const { core } = state;
    const page = core.pages[core.page[section]];
    const passage = await got(state, index.passage(core, section)) || { heading: '', id: '', text: '' };
    return {
      url: page.path + (passage.id ? '#' + passage.id : ''),
      title: page.title,
      section: passage.heading,
      kind: core.kind[section],
      snippet: jiangyi.text.excerpt(passage.text, state.needles, SHOWN, core.traditional),
      score: Math.round(score * 100) / 100,
    };
  }

  function finish(results, state) {
    // Files that could not be had: what is shown may lack something.
    results.incomplete = state.missing > 0;
    // Where what was asked for stands in a text of a result: [[start, end], …].
    results.marks = (text) => jiangyi.text.matches(text, state.needles, state.core.traditional);
    return results;
  }

  // What may help where nothing was found: {names, topics}.
  async function near(text) {
    const core = await index.core();
    return jiangyi.query.near(await read({ core, missing: 0 }, text), core);
  }

  jiangyi.search = search;
  jiangyi.near = near;
})();
