// A procedure's page: keeps the ticks of steps and materials, for several cases by a name that the clerk types.
// Kept: {cases: [{id, name, done: [key, ...]}], current: id}. A key changes with the text that was ticked, so that a changed
// step loses its tick; a key that stands twice on the page is counted. A tab stays with the case that it shows.
(() => {
  const MOST = 60;
  const { store } = window.jiangyi;
  const list = document.querySelector('.cases');
  const part = (name) => document.querySelector(`[data-part="${name}"]`);
  const place = `checklist:${list.dataset.checklist}`;
  const boxes = numbered(document.querySelectorAll('input[data-key]'));
  const keys = new Set(boxes.map((box) => box.key));
  const [naming, asking] = [part('naming'), part('asking')];
  const field = naming.querySelector('input');
  let shown = '';
  let renamed = false;
  let act = null;

  function numbered(inputs) {
    const seen = new Map();
    return Array.from(inputs, (input) => {
      const { key } = input.dataset;
      const before = seen.get(key) || 0;
      seen.set(key, before + 1);
      return { input, key: before ? `${key}.${before}` : key };
    });
  }

  const text = (value) => (typeof value === 'string' ? value.trim().slice(0, 40) : '');

  // Whatever was kept: cases of this form, at least one, each id once, ticks of boxes that this page has.
  function clean(kept) {
    const cases = new Map();
    const found = kept && Array.isArray(kept.cases) ? kept.cases.slice(0, MOST) : [];
    found.forEach((one) => {
      if (!one || typeof one.id !== 'string' || cases.has(one.id)) return;
      const done = Array.isArray(one.done) ? one.done.filter((key) => keys.has(key)) : [];
      cases.set(one.id, { id: one.id, name: text(one.name), done: Array.from(new Set(done)) });
    });
    if (!cases.size) cases.set('', { id: '', name: '', done: [] });
    return { cases: Array.from(cases.values()), current: kept ? String(kept.current) : '' };
  }

  const current = (kept) => kept.cases.find((one) => one.id === shown) || kept.cases[0];

  function change(edit) {
    show(store.change(place, clean, (kept) => {
      edit(kept, current(kept));
      kept.current = current(kept).id;
    }));
  }

  function show(kept) {
    const one = current(kept);
    shown = one.id;
    const done = new Set(one.done);
    boxes.forEach((box) => { box.input.checked = done.has(box.key); });
    const name = one.name || list.dataset.unnamed;
    part('cases').textContent = '';
    kept.cases.forEach((each) => part('cases').append(chip(each, each === one)));
    part('progress').value = done.size;
    part('done').textContent = part('done').dataset.text
      .replace('{n}', done.size).replace('{count}', boxes.length).replace('{name}', () => name);
    part('delete').disabled = kept.cases.length < 2;
    part('reset').disabled = !done.size;
    part('add').disabled = kept.cases.length >= MOST;
    document.querySelector('.case-name').textContent = one.name;
  }

  function chip(one, pressed) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'chip';
    button.dataset.case = one.id;
    button.setAttribute('aria-pressed', String(pressed));
    button.textContent = `${one.name || list.dataset.unnamed} ${one.done.length}/${boxes.length}`;
    return button;
  }

  // One small form at a time: for a name, or for a yes.
  function open(form, from) {
    close();
    form.hidden = false;
    form.from = from;
    form.querySelector('input, button').focus();
  }

  function close(event) {
    const used = [naming, asking].find((form) => !form.hidden);
    if (!used) return;
    used.hidden = true;
    if (event) (used.from.disabled ? list.querySelector('[aria-pressed="true"]') : used.from).focus();
  }

  function name(from, rename) {
    renamed = rename;
    const one = current(store.read(place, clean));
    field.value = rename ? one.name : '';
    open(naming, from);
  }

  function ask(from, todo) {
    act = todo;
    const one = current(store.read(place, clean));
    part('question').textContent = from.dataset.ask.replace('{name}', () => one.name || list.dataset.unnamed);
    open(asking, from);
  }

  const clicks = {
    add: (from) => name(from, false),
    rename: (from) => name(from, true),
    reset: (from) => ask(from, (kept, one) => { one.done = []; }),
    delete: (from) => ask(from, (kept, one) => { kept.cases.splice(kept.cases.indexOf(one), 1); }),
    yes: () => { change(act); close(true); },
    cancel: () => close(true),
  };

  list.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if ('case' in button.dataset) {
      shown = button.dataset.case;
      change(() => {});
      list.querySelector('[aria-pressed="true"]').focus();
    } else if (clicks[button.dataset.part]) {
      clicks[button.dataset.part](button);
    }
  });
  list.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(true); });
  naming.addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = text(field.value);
    if (!typed) return;
    change((kept, one) => {
      if (renamed) { one.name = typed; return; }
      shown = Date.now().toString(36) + Math.random().toString(36).slice(2, 6);
      kept.cases.push({ id: shown, name: typed, done: [] });
    });
    close(true);
  });
  boxes.forEach((box) => box.input.addEventListener('change', () => {
    change((kept, one) => {
      one.done = one.done.filter((key) => key !== box.key);
      if (box.input.checked) one.done.push(box.key);
    });
  }));
  shown = store.read(place, clean).current;
  store.watch(() => show(store.read(place, clean)));
  show(store.read(place, clean));
})();
