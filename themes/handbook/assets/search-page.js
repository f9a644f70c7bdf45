// The search page: results by kind with filters, and a query that stands in the page's address, so that a list of results can
// be passed on and the back button leads through what was asked before.
(function () {
  'use strict';
  const jiangyi = window.jiangyi;
  const { form, input, word, element, parts, grouped, remember, runner, helpful } = jiangyi.box;
  const found = document.getElementById('_found'), filters = document.getElementById('_filters');
  if (!form || !found) return;
  const NAMES = ['q', 'kind', 'topic', 'audience'];
  // How many results are shown at first, and how many more at a time.
  const SHOWN = 10;
  // After how many milliseconds without a key the address follows.
  const PAUSE = 400;
  // `settled`: the address stands for a query that was asked for, so that the next one is a step of its own.
  let limit = SHOWN, composing = false, settled = true;

  const [status, list] = found.children;

  // The address says what is asked; unknown values of a filter are none.
  function readAddress() {
    const asked = new URLSearchParams(location.search);
    for (const name of NAMES) {
      form.elements[name].value = asked.get(name) || '';
      if (form.elements[name].selectedIndex === -1) form.elements[name].value = '';
    }
  }

  function writeAddress(push) {
    const asked = new URLSearchParams();
    for (const name of NAMES) {
      const value = form.elements[name].value.trim();
      if (value) asked.set(name, value);
    }
    const text = asked.toString(), address = text ? '?' + text : location.pathname;
    if (text === new URLSearchParams(location.search).toString()) return;
    try {
      history[push ? 'pushState' : 'replaceState'](null, '', address);
    } catch (error) { /* opened from a disk, some browsers keep the address as it is */ }
  }

  function options() {
    const wanted = { limit: limit + 1 };
    for (const name of NAMES.slice(1)) if (form.elements[name].value) wanted[name] = form.elements[name].value;
    return wanted;
  }

  function fill(...children) {
    list.textContent = '';
    list.append(...children);
  }

  async function show(query, results) {
    document.body.classList.toggle('has-results', Boolean(results && results.length));
    if (!results) {
      status.textContent = word('unavailable');
      return fill();
    }
    const shown = results.slice(0, limit);
    shown.marks = results.marks;
    status.textContent = !query.trim() ? '' : shown.length
      ? word(shown.length === 1 ? 'count_one' : 'count', { n: shown.length + (results.length > limit ? '+' : '') }) : '';
    const note = results.incomplete ? element('p', { class: 'found-note' }, word('missing')) : '';
    if (!query.trim()) return fill();
    if (!shown.length) {
      const help = await helpful(query, (name) => { input.value = name; ask(true); });
      return input.value === query ? fill(note, help) : undefined;
    }
    const groups = grouped(shown).map(([kind, members], number) => element('section', { 'aria-labelledby': '_kind' + number },
      element('h2', { class: 'found-kind', id: '_kind' + number }, word('kind_' + kind)),
      element('ol', { class: 'found-group' }, ...members.map((result) => element('li', null, link(result, shown))))));
    return fill(note, ...groups, results.length > limit ? more() : '');
  }

  function link(result, results) {
    const made = element('a', { class: 'found', href: result.url }, ...parts(result, results));
    made.addEventListener('click', () => remember(input.value));
    return made;
  }

  function more() {
    const button = element('button', { class: 'button', type: 'button' }, word('more'));
    button.addEventListener('click', () => { limit += SHOWN; run(input.value); });
    return button;
  }

  const run = runner(options, show);
  // `done`: the query is not only on its way to another one. The address of one that is on its way can wait: changing it
  // takes a phone as long as finding the results.
  let pending = 0;
  function ask(done) {
    const write = () => {
      writeAddress(settled);
      settled = done;
    };
    limit = SHOWN;
    clearTimeout(pending);
    if (done) write(); else pending = setTimeout(write, PAUSE);
    run(input.value);
  }

  input.addEventListener('compositionstart', () => { composing = true; });
  input.addEventListener('compositionend', () => { composing = false; ask(false); });
  input.addEventListener('input', (event) => { if (!composing && !event.isComposing) ask(false); });
  filters.addEventListener('change', () => ask(true));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    remember(input.value);
    ask(true);
    input.blur();
  });
  window.addEventListener('popstate', () => { readAddress(); settled = true; limit = SHOWN; run(input.value); });
  jiangyi.index.core().catch(() => {});
  readAddress();
  remember(input.value);
  if (input.value) run(input.value); else input.focus({ preventScroll: true });
})();
