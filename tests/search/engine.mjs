// The search of a built site, without a browser: its own scripts over a document that is just enough to load files.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

// Opens the search of the site in a folder: {search(query, options), loaded}; `loaded` lists the files read so far.
export function open(site) {
  const page = fs.readFileSync(path.join(site, 'search.html'), 'utf8');
  const loaded = [];
  const window = {};
  const read = (src) => fs.readFileSync(path.join(site, new URL(src).pathname.slice(1)), 'utf8');
  const document = {
    baseURI: 'http://site/search.html',
    documentElement: { dataset: { root: '' } },
    createElement: () => ({}),
    head: {
      appendChild(script) {
        setImmediate(() => {
          let text;
          try {
            text = read(script.src);
          } catch {
            return script.onerror();
          }
          loaded.push(script.src.replace('http://site/', ''));
          vm.runInContext(text, context);
          script.onload();
        });
      },
    },
  };
  const context = vm.createContext({ window, document, URL, TextDecoder, console });
  vm.runInContext('var jiangyi;', context);
  for (const [, attributes] of page.matchAll(/<script defer ([^>]*)>/g)) {
    const attribute = (name) => (new RegExp(`${name}="([^"]*)"`).exec(attributes) || [])[1];
    const src = attribute('src');
    if (!/\/search(-text|-index|-query|-sound)?\.\w+\.js$/.test(src)) continue;
    vm.runInContext(read('http://site/' + src), context, { filename: src });
    context.jiangyi = window.jiangyi;
  }
  return { search: (query, options) => window.jiangyi.search(query, options), loaded };
}
