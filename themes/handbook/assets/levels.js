// A reader's level or institution, chosen once: lists show first what is meant for it, and mark it. Nothing is hidden, and
// the page says so. Kept: the level's name, which counts as long as this handbook's pages know it.
(() => {
  const { store } = window.jiangyi;
  const says = document.querySelector('.level-says');
  const choice = document.getElementById('_level');
  const lists = Array.from(document.querySelectorAll('[data-levels]'), (list) => ({ list, items: Array.from(list.children) }));
  const levels = (item) => (item.dataset.for || '').split('|');
  const clean = (kept) => ({ name: kept && typeof kept.name === 'string' ? kept.name.slice(0, 60) : '' });

  function sort({ list, items }, name) {
    const own = items.filter((item) => name && levels(item).includes(name));
    const others = items.filter((item) => !own.includes(item));
    const mixed = own.length > 0 && others.length > 0;
    items.forEach((item) => item.classList.remove('for-level'));
    if (mixed) own.forEach((item) => item.classList.add('for-level'));
    const wanted = own.concat(others);
    // Moved only where the order is another, so that nothing flickers and the focus stays.
    if (wanted.some((item, at) => list.children[at] !== item)) wanted.forEach((item) => list.append(item));
    return mixed;
  }

  function mark(name) {
    document.querySelectorAll('.level-mark').forEach((old) => old.remove());
    if (!name) return;
    document.querySelectorAll('.for-level').forEach((item) => {
      const tag = document.createElement('span');
      tag.className = 'tag level-mark';
      tag.textContent = says.dataset.mark.replace('{name}', () => name);
      (item.querySelector('.meta, summary, a') || item).append(tag);
    });
  }

  function render() {
    const { name } = store.read('level', clean);
    const sorted = lists.map((list) => sort(list, name)).some(Boolean);
    mark(name);
    if (choice) {
      const options = Array.from(choice.options, (option) => option.value);
      choice.value = options.includes(name) ? name : '';
    }
    says.hidden = !sorted;
    says.firstElementChild.textContent = sorted ? says.dataset.says.replace('{name}', () => name) : '';
  }

  if (choice) choice.addEventListener('change', () => {
    store.change('level', clean, (kept) => { kept.name = choice.value; });
    render();
  });
  store.watch(render);
  render();
})();
