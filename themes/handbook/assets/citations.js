// A policy's citation shows its number, force and status on a small card, without leaving the page; the card leads on.
// It closes by Escape, by a tap beside it and by its button, and gives the focus back.
(() => {
  const template = document.getElementById('_citation');
  let card = null;
  let cited = null;

  function close(refocus) {
    if (!card) return;
    card.remove();
    card = null;
    cited.removeAttribute('aria-expanded');
    if (refocus) cited.focus();
  }

  function show(link) {
    close(false);
    cited = link;
    card = template.content.firstElementChild.cloneNode(true);
    const part = (name) => card.querySelector(`[data-part="${name}"]`);
    const [name, ...facts] = link.title.split('\n');
    part('name').textContent = name;
    part('facts').textContent = facts.join('\n');
    part('words').textContent = link.textContent;
    part('words').parentElement.hidden = link.textContent === name;
    part('open').href = link.href;
    part('close').addEventListener('click', () => close(true));
    link.setAttribute('aria-expanded', 'true');
    document.querySelector('main').append(card);
    place(link.getBoundingClientRect());
    part('open').focus({ preventScroll: true });
  }

  // At the foot of a phone, where the thumb is; on a desk under the citation, or above it where there is no room.
  function place(rect) {
    if (!matchMedia('(min-width: 45em)').matches) return;
    const { width, height } = card.getBoundingClientRect();
    const below = rect.bottom + 8;
    const top = below + height > innerHeight ? Math.max(8, rect.top - height - 8) : below;
    card.style.top = `${top + scrollY}px`;
    card.style.left = `${Math.max(8, Math.min(rect.left, innerWidth - width - 24)) + scrollX}px`;
  }

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a.citation');
    if (!link || card && card.contains(link)) {
      if (card && !card.contains(event.target)) close(false);
      return;
    }
    // A new tab or window is the reader's own wish.
    if (!link.title || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (card && link === cited) close(true);
    else show(link);
  });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(true); });
  window.addEventListener('pagehide', () => close(false));
})();
