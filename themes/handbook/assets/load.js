// Loads what a page needs only once its reader asks for it: jiangyi.load(names) loads the script and the style sheet of each
// name, once and in order, and promises jiangyi.later, which has their addresses and,
// by subject, the words that they show.
(() => {
  const { jiangyi } = window;
  const { later } = document.currentScript.dataset;
  const { root } = document.documentElement.dataset;
  const asked = new Map();

  function get(address) {
    if (!asked.has(address)) asked.set(address, new Promise((done, fail) => {
      const style = address.endsWith('.css');
      const tag = document.createElement(style ? 'link' : 'script');
      if (style) tag.rel = 'stylesheet'; else tag.async = false;
      tag.onload = done;
      tag.onerror = () => {
        asked.delete(address);
        fail(new Error('missing: ' + address));
      };
      tag[style ? 'href' : 'src'] = root + address;
      document.head.append(tag);
    }));
    return asked.get(address);
  }

  jiangyi.load = (names) => (jiangyi.later ? Promise.resolve() : get(later)).then(() => {
    const { scripts, styles } = jiangyi.later;
    const wanted = names.map((name) => styles[name]).concat(names.map((name) => scripts[name]));
    return Promise.all(wanted.filter(Boolean).map(get));
  }).then(() => jiangyi.later);
})();
