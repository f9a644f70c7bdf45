// A reader's level or institution, chosen once: lists show first what is meant for it, and mark it. Nothing is hidden, and
// the page says so. Kept: {name}. first.js has shown the name before the first paint; this orders the lists.
(() => {
  const { store } = window.jiangyi;
  const root = document.documentElement;
  const choice = document.getElementById('_level');
  const mark = document.querySelector('.level-says').dataset.mark;
  const lists = Array.from(document.querySelectorAll('[data-levels]'), (list) => ({ list, items: Array.from(list.children) }));

  function clean(kept) {
    let name = kept && typeof kept.name === 'string' ? kept.name.slice(0, 60) : '';
    // A level that this handbook no longer has is forgotten where all are listed.
    if (choice && !Array.from(choice.options).some((option) => option.value === name)) name = '';
    return { name };
  }

  function sort({ list, items }, name) {
    const own = items.filter((item) => name && (item.dataset.for || '').split('|').includes(name));
    const others = items.filter((item) => !own.includes(item));
    const wanted = own.concat(others);
    // Moved only where the order is another, so that the focus stays.
    if (wanted.some((item, at) => list.children[at] !== item)) wanted.forEach((item) => list.append(item));
    // Where all are meant, a mark would say nothing.
    if (others.length) own.forEach((item) => tag(item, name));
  }

  function tag(item, name) {
    const words = document.createElement('span');
    words.className = 'tag level-mark';
    words.textContent = mark.replace('{name}', () => name);
    (item.querySelector('.meta, summary, a') || item).append(words);
  }

  function render() {
    const { name } = store.read('level', clean);
    document.querySelectorAll('.level-mark').forEach((old) => old.remove());
    lists.forEach((list) => sort(list, name));
    if (choice) choice.value = name;
    if (name) root.dataset.level = '';
    else delete root.dataset.level;
    root.style.setProperty('--level', JSON.stringify(name));
    root.dataset.sorted = '';
  }

  if (choice) choice.addEventListener('change', () => {
    store.change('level', clean, (kept) => { kept.name = choice.value; });
    render();
  });
  store.watch(render);
  render();
})();
