// Opens what is folded: where an address leads into it, and for printing, after which it is as before.
(() => {
  let opened = [];

  function openTarget() {
    let id = '';
    try { id = decodeURIComponent(location.hash.slice(1)); } catch (error) { return; }
    const target = id && document.getElementById(id);
    if (!target) return;
    const closed = [];
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) {
      if (!fold.open) closed.push(fold);
    }
    if (!closed.length) return;
    closed.forEach((fold) => { fold.open = true; });
    target.scrollIntoView();
  }

  window.addEventListener('beforeprint', () => {
    opened = Array.from(document.querySelectorAll('main details:not([open])'));
    opened.forEach((fold) => { fold.open = true; });
  });
  window.addEventListener('afterprint', () => {
    opened.forEach((fold) => { fold.open = false; });
    opened = [];
  });
  window.addEventListener('hashchange', openTarget);
  openTarget();
})();
