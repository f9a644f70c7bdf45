// The list under the search box: results as one types, recent queries, keys. Loaded when the box is first used; the search
// page has its own list, of the same parts. What others wrote is put in as text only, never as markup.
(function () {
  'use strict';
  const { jiangyi } = window;
  const { root } = document.documentElement.dataset;
  const words = jiangyi.later.words.search;
  const form = document.getElementById('_search');
  const input = form && form.elements.q;
  // How many results are shown below the box.
  const SHOWN = 8;
  const RECENT = 8;

  // A word of the interface, with values in place of {n} and {q}.
  function word(key, values) {
    return (words[key] || key).replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? values[name] : whole));
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const key of Object.keys(attributes || {})) if (attributes[key] != null) made.setAttribute(key, attributes[key]);
    made.append(...children.filter((child) => child != null && child !== ''));
    return made;
  }

  // Text with its matches marked.
  function marked(text, results) {
    const parts = document.createDocumentFragment();
    let last = 0;
    for (const [start, end] of results.marks ? results.marks(text) : []) {
      parts.append(text.slice(last, start), element('mark', null, text.slice(start, end)));
      last = end;
    }
    parts.append(text.slice(last));
    return parts;
  }

  // The parts of a result: what it is called, where it stands, what it says.
  function parts(result, results) {
    const title = result.section || result.title;
    return [
      element('span', { class: 'found-title' }, marked(title, results)),
      result.section ? element('span', { class: 'found-place' }, marked(result.title, results)) : null,
      result.snippet ? element('span', { class: 'found-text' }, marked(result.snippet, results)) : null,
      result.unlike && result.unlike.length ? element('span', { class: 'found-place' }, word('unlike') + ' ' + result.unlike.join(' · ')) : null,
    ];
  }

  // Results by kind, kinds in the order of their best result.
  function grouped(results) {
    const groups = new Map();
    for (const result of results) {
      if (!groups.has(result.kind)) groups.set(result.kind, []);
      groups.get(result.kind).push(result);
    }
    return Array.from(groups);
  }

  // Recent queries, kept on this device; only texts of a query's length are taken for such.
  const queriesIn = (kept) => ({ list: kept && Array.isArray(kept.list) ? kept.list.filter((one) => typeof one === 'string' && one.length <= 60).slice(0, RECENT) : [] });
  const recent = () => jiangyi.store.read('recent', queriesIn).list;
  function remember(query) {
    const text = query.trim().slice(0, 60);
    if (text) jiangyi.store.change('recent', queriesIn, (kept) => { kept.list = [text].concat(kept.list.filter((one) => one !== text)).slice(0, RECENT); });
  }

  // Runs one search at a time, always the newest; calls `show` with what it found.
  function runner(options, show) {
    let busy = false, wanted = null;
    return async function run(query) {
      wanted = query;
      if (busy) return;
      busy = true;
      while (wanted !== null) {
        const now = wanted;
        wanted = null;
        let results = null;
        try {
          results = now.trim() ? await jiangyi.search(now, options()) : [];
        } catch (error) {
          results = null;
        }
        if (wanted === null) show(now, results);
      }
      busy = false;
    };
  }

  // What helps where nothing was found: names near to what was typed, then all topics.
  async function helpful(query, choose) {
    const near = jiangyi.near ? await jiangyi.near(query).catch(() => ({ names: [], topics: [] })) : { names: [], topics: [] };
    const row = (names) => element('ul', { class: 'chips' }, ...names.map((name) => {
      const button = element('button', { class: 'chip', type: 'button' }, name);
      button.addEventListener('click', () => choose(name));
      return element('li', null, button);
    }));
    return element('div', { class: 'found-help' },
      element('p', null, word('none', { q: query.trim().slice(0, 60) })), element('p', null, word('none_help')),
      near.names.length ? element('p', null, word('near')) : null, near.names.length ? row(near.names) : null,
      near.topics.length ? element('p', null, word('topics')) : null, near.topics.length ? row(near.topics) : null);
  }

  jiangyi.box = { form, input, word, element, parts, grouped, remember, runner, helpful };

  if (!form || document.getElementById('_found')) return;

  // Everything below is the list under the box.
  const list = element('div', { class: 'search-list', id: '_list', role: 'listbox', 'aria-label': word('results'), hidden: '' });
  const status = element('p', { class: 'hidden', role: 'status' });
  form.append(list, status);
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-controls', '_list'], ['aria-expanded', 'false']]) {
    input.setAttribute(name, value);
  }
  let options = [], active = -1, composing = false;

  function open(shown) {
    list.hidden = !shown;
    input.setAttribute('aria-expanded', String(shown));
    activate(-1);
  }

  function activate(number) {
    if (options[active]) options[active].removeAttribute('aria-selected');
    active = number;
    const option = options[active];
    if (!option) return input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  function fill(...children) {
    list.textContent = '';
    list.append(...children);
    options = Array.from(list.querySelectorAll('[role=option]'));
    options.forEach((option, number) => { option.id = '_option' + number; });
    open(children.length > 0);
  }

  function link(href, ...children) {
    const option = element('a', { class: 'found', role: 'option', tabindex: '-1', href }, ...children);
    option.addEventListener('click', () => remember(input.value));
    return option;
  }

  const pageOf = (query) => `${root}search.html?${new URLSearchParams({ q: query })}`;

  async function show(query, results) {
    if (!query.trim()) return showRecent();
    if (!results) return fill(element('p', { class: 'found-note' }, word('unavailable')));
    status.textContent = results.length ? word(results.length === 1 ? 'count_one' : 'count', { n: results.length }) : word('none', { q: query });
    const note = results.incomplete ? element('p', { class: 'found-note' }, word('missing')) : null;
    if (!results.length) {
      const help = await helpful(query, (name) => { input.value = name; run(name); });
      return input.value === query ? fill(...[note, help].filter(Boolean)) : undefined;
    }
    const groups = grouped(results).map(([kind, members]) => element('div', { role: 'group', 'aria-label': word('kind_' + kind) },
      element('p', { class: 'found-kind', 'aria-hidden': 'true' }, word('kind_' + kind)),
      ...members.map((result) => link(root + result.url, ...parts(result, results)))));
    const all = link(pageOf(query.trim()), element('span', { class: 'found-all' }, word('all_results')));
    fill(...[note].concat(groups, all).filter(Boolean));
  }

  function showRecent() {
    const queries = document.activeElement === input ? recent() : [];
    if (!queries.length) return fill();
    const clear = element('button', { class: 'found-clear', type: 'button' }, word('clear_recent'));
    clear.addEventListener('click', () => { jiangyi.store.change('recent', queriesIn, (kept) => { kept.list = []; }); fill(); input.focus(); });
    fill(element('p', { class: 'found-kind' }, word('recent'), clear),
      ...queries.map((query) => link(pageOf(query), element('span', { class: 'found-title' }, query))));
  }

  const run = runner(() => ({ limit: SHOWN }), show);
  input.addEventListener('compositionstart', () => { composing = true; });
  input.addEventListener('compositionend', () => { composing = false; run(input.value); });
  input.addEventListener('input', (event) => { if (!composing && !event.isComposing) run(input.value); });
  form.addEventListener('submit', () => remember(input.value));
  function begin() {
    jiangyi.index.core().catch(() => {});
    run(input.value);
  }
  input.addEventListener('focus', begin);
  input.addEventListener('keydown', (event) => {
    if (composing || event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && options.length) {
      event.preventDefault();
      if (list.hidden) open(true);
      const next = active + steps[event.key];
      activate(next < -1 ? options.length - 1 : next >= options.length ? -1 : next);
    } else if (event.key === 'Enter' && !list.hidden && options[active]) {
      event.preventDefault();
      options[active].click();
    } else if (event.key === 'Escape') {
      if (list.hidden) return;
      event.preventDefault();
      open(false);
    }
  });
  document.addEventListener('focusin', (event) => { if (!form.contains(event.target)) open(false); });
  document.addEventListener('pointerdown', (event) => { if (!form.contains(event.target)) open(false); });
  if (document.activeElement === input) begin();
})();
