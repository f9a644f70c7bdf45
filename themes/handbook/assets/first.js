// Runs before the first paint, on every page: says to CSS that scripts run, and sets the reader's text size and light.
// Storage may be blocked or hold anything; only known values are taken from it.
(() => {
  const root = document.documentElement;
  // Two handbooks on one host differ by the path of their root.
  const place = `jiangyi:1:${new URL(root.dataset.root || '.', location.href).pathname}:`;
  window.jiangyi = { place };
  root.dataset.js = '';
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(`${place}comfort`)); } catch (error) { /* the reader's device decides */ }
  if (!kept) return;
  if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme;
  if (kept.size === 'large' || kept.size === 'largest') root.dataset.size = kept.size;
})();
