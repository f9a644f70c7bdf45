// Lets a reader copy the address of a question, to be sent to someone: puts the button into each question, by the page's own
// template. The clipboard is open to https only; elsewhere the old way is tried, and a field with the selected address stays
// to be copied by hand.
(() => {
  const template = document.getElementById('_copy');
  const words = template.dataset;

  document.querySelectorAll('.question > .copy').forEach((place) => {
    place.append(template.content.cloneNode(true));
    place.querySelector('.hidden').append(place.parentElement.querySelector('h3').textContent);
  });

  // A question's own place is in its lesson.
  function addressOf(question) {
    const own = question.querySelector('.from a');
    const href = own ? own.getAttribute('href') : '#' + question.id;
    // Where the page is read from a folder or another host, the published address is the one to send.
    const published = document.querySelector('link[rel="canonical"]');
    return new URL(href, published ? published.href : location.href).href;
  }

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
      field.setAttribute('aria-label', words.label);
      place.append(field);
    }
    field.value = address;
    return field;
  }

  function copy(place, address) {
    const says = place.querySelector('[role="status"]');
    const done = () => { says.textContent = words.copied; };
    const byHand = () => {
      const field = show(place, address);
      says.textContent = copyField(field) ? words.copied : words.byHand;
    };
    if (window.isSecureContext && navigator.clipboard) navigator.clipboard.writeText(address).then(done, byHand);
    else byHand();
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('.copy button');
    if (button) copy(button.parentElement, addressOf(button.closest('.question')));
  });
})();
