// The only way to what is kept on the reader's device: jiangyi.store.
//   read(name, clean)           what is kept under a name, as `clean` lets it pass; `clean` gets anything, or null
//   change(name, clean, edit)   reads again, edits and keeps, so that two tabs don't lose each other's changes
//   watch(render)               calls `render` when another tab changed something and when the page comes back from a cache
// Where nothing can be kept, changes live as long as the page, and the page says so once. Nothing read is ever used as markup.
(() => {
  const LONGEST = 100000;
  const { place } = window.jiangyi;
  const unkept = new Map();

  function parse(text) {
    if (typeof text !== 'string' || text.length > LONGEST) return null;
    try { return JSON.parse(text); } catch (error) { return null; }
  }

  function read(name, clean) {
    if (unkept.has(name)) return clean(parse(unkept.get(name)));
    try { return clean(parse(localStorage.getItem(place + name))); } catch (error) { return clean(null); }
  }

  function change(name, clean, edit) {
    const value = read(name, clean);
    edit(value);
    const text = JSON.stringify(value);
    try {
      localStorage.setItem(place + name, text);
      unkept.delete(name);
    } catch (error) {
      unkept.set(name, text);
      sayUnkept();
    }
    return value;
  }

  function watch(render) {
    window.addEventListener('storage', (event) => {
      if (event.key === null || event.key.startsWith(place)) render();
    });
    // A page that comes back, also from WeChat's cache, shows what is kept now and not what its boxes showed then.
    window.addEventListener('pageshow', render);
  }

  function sayUnkept() {
    const words = document.getElementById('_unkept');
    if (!words) return;
    const notice = document.getElementById('_notice');
    notice.append(words.content.cloneNode(true));
    notice.querySelector('button').addEventListener('click', () => { notice.textContent = ''; });
    words.remove();
  }

  window.jiangyi.store = { read, change, watch };
})();
