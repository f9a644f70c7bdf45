// Copies the address of a question, to be sent to someone. The clipboard is open to https only; elsewhere the old way is
// tried, and a field with the selected address stays to be copied by hand.
(() => {
  function copyField(field) {
    field.focus();
    field.select();
    try { return document.execCommand('copy'); } catch (error) { return false; }
  }

  function show(place, address) {
    let field = place.querySelector('input');
    if (!field) {
      field = document.createElement('input');
      field.readOnly = true;
      field.setAttribute('aria-label', place.dataset.label);
      place.append(field);
    }
    field.value = address;
    return field;
  }

  function copy(place, address) {
    const says = place.querySelector('[role="status"]');
    const done = () => { says.textContent = place.dataset.copied; };
    const byHand = () => {
      const field = show(place, address);
      says.textContent = copyField(field) ? place.dataset.copied : place.dataset.byHand;
    };
    if (window.isSecureContext && navigator.clipboard) navigator.clipboard.writeText(address).then(done, byHand);
    else byHand();
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('.copy button');
    if (!button) return;
    const place = button.parentElement;
    // Where the page is read from a folder or another host, the published address is the one to send.
    const published = document.querySelector('link[rel="canonical"]');
    copy(place, new URL(place.dataset.href, published ? published.href : location.href).href);
  });
})();
