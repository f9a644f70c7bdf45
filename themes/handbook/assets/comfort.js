// The reader's text size and light: the panel at the top of every page. first.js applies them before the first paint.
(() => {
  const root = document.documentElement;
  const { store } = window.jiangyi;
  const panel = document.querySelector('.comfort');
  const known = { size: ['large', 'largest'], theme: ['light', 'dark'] };

  // What is not known is left to the device.
  function clean(kept) {
    const chosen = {};
    Object.keys(known).forEach((name) => {
      chosen[name] = kept && known[name].includes(kept[name]) ? kept[name] : 'auto';
    });
    return chosen;
  }

  function render() {
    const chosen = store.read('comfort', clean);
    Object.keys(chosen).forEach((name) => {
      if (chosen[name] !== 'auto') root.dataset[name] = chosen[name];
      else delete root.dataset[name];
      panel.querySelector(`input[name="_${name}"][value="${chosen[name]}"]`).checked = true;
    });
  }

  panel.addEventListener('change', (event) => {
    const { name, value } = event.target;
    store.change('comfort', clean, (chosen) => { chosen[name.slice(1)] = value; });
    render();
  });
  // The panel closes as every small window does.
  document.addEventListener('click', (event) => {
    if (!panel.contains(event.target)) panel.open = false;
  });
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !panel.open) return;
    panel.open = false;
    panel.querySelector('summary').focus();
  });
  store.watch(render);
  render();
})();
