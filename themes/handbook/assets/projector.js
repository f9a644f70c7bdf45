// Starts the projector view of a lesson: by its button, by #slides or #slides=3, and the speaker's window by #notes.
// What those need is loaded only then, so that a reader's phone never pays for it.
(() => {
  const button = document.getElementById('_slides');
  let asked = false;

  function load() {
    if (asked || !/^#(slides|notes)(=\d+)?$/.test(location.hash)) return;
    asked = true;
    button.dataset.scripts.split(' ').forEach((src) => {
      const script = document.createElement('script');
      script.src = src;
      script.async = false;
      document.head.append(script);
    });
  }

  button.addEventListener('click', () => { location.hash = 'slides'; });
  window.addEventListener('hashchange', load);
  load();
})();
