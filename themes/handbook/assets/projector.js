// Starts the projector view of a lesson: by its button, by #slides or #slides=3, and the speaker's window by #notes.
// What those need is loaded only then, so that a reader's phone never pays for it.
(() => {
  const button = document.getElementById('_slides');

  function show() {
    if (/^#(slides|notes)(=\d+)?$/.test(location.hash)) window.jiangyi.load(['slides', 'speaker']).catch(() => {});
  }

  button.addEventListener('click', () => { location.hash = 'slides'; });
  window.addEventListener('hashchange', show);
  show();
})();
