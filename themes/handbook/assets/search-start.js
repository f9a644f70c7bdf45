// The search box before it is used: `/` leads to it, and the search is loaded when it gets the focus. Until then
// jiangyi.search is there for other pages and tests, and loads the search when it is first asked.
(() => {
  const { jiangyi } = window;
  const form = document.getElementById('_search');
  const input = form && form.elements.q;
  const load = () => jiangyi.load(['search-text', 'search-index', 'search-query', 'search-sound', 'search', 'search-box']);
  const lazily = (query, options) => load().then(() => jiangyi.search(query, options));
  const wake = () => load().catch(() => {});
  // The search page has named its scripts itself.
  const asleep = !jiangyi.search;
  if (asleep) jiangyi.search = lazily;
  if (!input) return;

  if (asleep) input.addEventListener('focus', wake);
  if (asleep && document.activeElement === input) wake();
  form.addEventListener('submit', (event) => { if (!input.value.trim()) event.preventDefault(); });
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    const typing = target.isContentEditable || /^(?:input|select|textarea)$/i.test(target.tagName || '');
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
})();
