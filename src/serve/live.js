// Follows the news of the site that is being written: loads the page again when there is a new edition and keeps the reader's
// place, and shows what is wrong over the page. Put into pages by `jiangyi serve` only.
(function () {
  'use strict';
  var script = document.currentScript;
  var edition = script.dataset.edition;
  var own = script.dataset.trouble ? JSON.parse(script.dataset.trouble) : null;
  var KEY = 'jiangyi-place';
  var STYLE =
    ':host{position:fixed;inset:auto 0 0 0;z-index:2147483647;max-height:60vh;overflow:auto;' +
    'box-sizing:border-box;padding:12px 16px;background:#2b1215;color:#fff;border-top:4px solid #e5484d;' +
    'font:16px/1.6 system-ui,sans-serif}' +
    '@media print{:host{display:none}}' +
    'h2{font-size:18px;margin:0 40px 8px 0}button{position:absolute;top:8px;right:12px;min-width:40px;min-height:40px;' +
    'font-size:20px;background:none;color:inherit;border:1px solid #fff6;border-radius:6px}' +
    'ol{margin:0;padding:0;list-style:none}li{margin:0 0 8px;overflow-wrap:anywhere}' +
    'code{color:#ffb3b8;font:14px/1.6 ui-monospace,monospace}p{margin:0}.help{color:#ffd9a8}';
  var box = null;

  // The place is told by an element that stays when text above it grows or shrinks.
  function remember() {
    var place = { path: location.pathname, y: scrollY };
    var marks = document.querySelectorAll('main [id]');
    for (var i = 0; i < marks.length; i++) {
      var top = marks[i].getBoundingClientRect().top;
      if (top > innerHeight / 2) break;
      place.id = marks[i].id;
      place.top = top;
    }
    if (scrollY === 0) delete place.id;
    try {
      sessionStorage.setItem(KEY, JSON.stringify(place));
      history.scrollRestoration = 'manual';
    } catch (_) { /* Without storage the page begins at its top. */ }
  }

  function restore() {
    var place = null;
    try {
      place = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch (_) { /* As above. */ }
    if (!place || place.path !== location.pathname) return;
    var mark = place.id && document.getElementById(place.id);
    var y = mark ? scrollY + mark.getBoundingClientRect().top - place.top : place.y;
    scrollTo({ left: 0, top: y, behavior: 'instant' });
    history.scrollRestoration = 'auto';
  }

  function text(parent, tag, words) {
    var element = parent.appendChild(document.createElement(tag));
    element.textContent = words;
    return element;
  }

  function show(trouble) {
    if (box) box.remove();
    box = null;
    if (!trouble || !trouble.title) return;
    box = document.createElement('div');
    box.id = '_jiangyi';
    box.setAttribute('role', 'alert');
    var inside = box.attachShadow({ mode: 'open' });
    // The page's policy allows no style sheet that stands in it, but those that a script makes of its own.
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    inside.adoptedStyleSheets = [sheet];
    text(inside, 'h2', trouble.title);
    var list = inside.appendChild(document.createElement('ol'));
    (trouble.problems || []).forEach(function (problem) {
      var item = list.appendChild(document.createElement('li'));
      text(item, 'code', [problem.place, problem.code].filter(Boolean).join('  '));
      text(item, 'p', problem.message);
      text(item, 'p', problem.help).className = 'help';
    });
    var close = text(inside, 'button', '×');
    close.addEventListener('click', function () { show(null); });
    document.body.appendChild(box);
  }

  addEventListener('load', restore);
  show(own);
  var news = new EventSource('/_jiangyi/news');
  news.onmessage = function (event) {
    var now = JSON.parse(event.data);
    if (now.edition !== edition) {
      news.close();
      remember();
      location.reload();
    } else {
      show(now.title ? now : own);
    }
  };
})();
