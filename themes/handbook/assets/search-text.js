// How search reads a text: one writing for all ways of typing it, and the terms that are looked up.
// The build cuts texts by the same rules (src/search/fold.rs and words.rs); tests/search/vectors.json holds both to them.
(function () {
  'use strict';
  const LONGEST = 32;
  const DENSE = '\\u3005\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff';
  // Beyond the basic plane, where a character is two units.
  const FAR = '[\\ud840-\\ud8bf][\\udc00-\\udfff]';
  const LETTER = 'a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f\\u0370-\\u052f';
  const THROUGH = ' \\t()\\[\\]"\'\\u201c\\u201d\\u2018\\u2019\\u3001\\u3008-\\u300b\\u300c-\\u300f\\u3010\\u3011\\u3014\\u3015\\u00b7\\u2022';
  const PIECE = `([${DENSE}]|${FAR})|([${LETTER}]+[+#]*|[0-9]+)|([${THROUGH}])|[^]`;
  const dense = new RegExp(`[${DENSE}]|${FAR}`);
  const loose = new RegExp(`(?:[${DENSE}${LETTER}0-9+#*]|${FAR})+`, 'g');

  // The folded text: compatibility forms to plain ones, lower case, and characters replaced by `table` (a Map).
  function fold(text, table) {
    let folded = text.normalize('NFKC').toLowerCase().replace(/ς/g, 'σ');
    if (table && table.size) {
      table.pattern = table.pattern || new RegExp(`[${Array.from(table.keys()).join('')}]`, 'g');
      folded = folded.replace(table.pattern, (c) => table.get(c));
    }
    return folded;
  }

  // The terms of a folded text: [{text, start, end, pair}]; a lone character is a term with `single` set.
  function terms(text) {
    const found = [];
    const piece = new RegExp(PIECE, 'g');
    let before = null;
    for (let match = piece.exec(text); match; match = piece.exec(text)) {
      const start = match.index, end = piece.lastIndex;
      if (match[1]) {
        found.push(before
          ? { text: before.text + match[1], start: before.start, end, pair: true }
          : { text: match[1], start, end, single: true });
        before = { text: match[1], start };
      } else if (match[2]) {
        found.push({ text: cut(match[2]), start, end });
        before = null;
      } else if (!match[3]) {
        before = null;
      }
    }
    return found;
  }

  // The first bytes of a long word, as the build keeps them.
  function cut(word) {
    let bytes = 0;
    for (let i = 0; i < word.length; i++) {
      bytes += word.charCodeAt(i) < 128 ? 1 : 2;
      if (bytes > LONGEST) return word.slice(0, i);
    }
    return word;
  }

  // The text without all that parts it.
  function squeeze(text) {
    return (text.match(loose) || []).join('');
  }

  const isDense = (c) => dense.test(c);

  // Where needles (squeezed texts) stand in a text as written: [[start, end], …], apart and in order. Next to a long match,
  // a much shorter one says nothing.
  function matches(text, needles, table) {
    const { squeezed, places } = spread(text, table);
    const held = new Uint8Array(squeezed.length + 1);
    for (const needle of needles) {
      for (let at = squeezed.indexOf(needle); needle && at >= 0; at = squeezed.indexOf(needle, at + 1)) {
        held.fill(1, at, at + needle.length);
      }
    }
    const found = [];
    let longest = 0;
    for (let at = 0, from = -1; at <= squeezed.length; at++) {
      if (held[at] && from < 0) from = at;
      if (held[at] || from < 0) continue;
      longest = Math.max(longest, at - from);
      found.push([places[from][0], places[at - 1][1], at - from]);
      from = -1;
    }
    return found.filter((range) => range[2] * 2 > longest || range[2] === longest);
  }

  // The squeezed text, and where each of its units stands in the text as written.
  function spread(text, table) {
    const whole = fold(text, table), places = [];
    if (whole.length === text.length) {
      const kept = new RegExp(loose.source, 'g');
      let squeezed = '';
      for (let run = kept.exec(whole); run; run = kept.exec(whole)) {
        squeezed += run[0];
        for (let at = run.index; at < kept.lastIndex; at++) places.push([at, at + 1]);
      }
      return { squeezed, places };
    }
    let squeezed = '', start = 0;
    for (const c of text) {
      const units = squeeze(fold(c, table));
      squeezed += units;
      for (let i = 0; i < units.length; i++) places.push([start, start + c.length]);
      start += c.length;
    }
    return { squeezed, places };
  }

  // The part of a text around its best match.
  function excerpt(text, needles, length, table) {
    const line = text.replace(/\s*\n\s*/g, ' ');
    const ranges = matches(line, needles, table);
    const sum = (range) => ranges.reduce((all, one) => all + (one[0] >= range[0] && one[1] <= range[0] + length - 12 ? one[2] : 0), 0);
    let best = ranges[0] || [0, 0, 0];
    for (const range of ranges.slice(0, 50)) if (sum(range) > sum(best)) best = range;
    let start = Math.max(0, Math.min(best[0] - 12, line.length - length));
    // Not between the two units of one character.
    if (start && /[\udc00-\udfff]/.test(line[start])) start--;
    let end = start + length;
    if (/[\udc00-\udfff]/.test(line[end] || '')) end++;
    return (start ? '…' : '') + line.slice(start, end).trim() + (end < line.length ? '…' : '');
  }

  window.jiangyi = window.jiangyi || {};
  window.jiangyi.text = { fold, terms, squeeze, isDense, matches, excerpt };
})();
