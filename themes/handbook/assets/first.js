// Runs before the first paint, on every page: says to CSS that scripts run, and sets the reader's text size, light and level.
// Storage may be blocked or hold anything; only what is known is taken from it, and a level's name as text.
(() => {
  const root = document.documentElement;
  // Two handbooks on one host differ by the path of their root.
  const place = `jiangyi:1:${new URL(root.dataset.root || '.', location.href).pathname}:`;
  window.jiangyi = { place };
  root.dataset.js = '';
  const read = (name) => {
    try { return JSON.parse(localStorage.getItem(place + name)) || {}; } catch (error) { return {}; }
  };
  const { size, theme } = read('comfort');
  const { name } = read('level');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  if (size === 'large' || size === 'largest') root.dataset.size = size;
  if (name && typeof name === 'string') {
    root.dataset.level = '';
    root.style.setProperty('--level', JSON.stringify(name.slice(0, 60)));
  }
})();
