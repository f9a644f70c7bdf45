// What sounds like a query: pinyin and its first letters, wrong characters of the same sound, one wrong character of four.
// Compared with headings and the names of the glossary; loads all headings and the table of sounds, which few queries need.
(function () {
  'use strict';
  const jiangyi = window.jiangyi;
  const { fold, squeeze } = jiangyi.text;
  // The longest run of first letters.
  const INITIALS = 10;
  // The longest query that is compared character by character.
  const LONGEST = 24;

  // Whether a query may be pinyin.
  function isSpelling(query) {
    return /^[a-z' ]+$/.test(query.raw) && query.squeezed.length > 1 && query.squeezed.length <= 60;
  }

  let loaded = null, loadedFor = null;
  function load(core) {
    if (!loaded || loadedFor !== core) {
      loadedFor = core;
      loaded = Promise.all([jiangyi.index.load('headings'), jiangyi.index.load('sounds')]).then(([headings, sounds]) => open(core, headings, sounds));
      loaded.catch(() => { loaded = null; });
    }
    return loaded;
  }

  // How characters sound: runs over the common characters, then lines of further ones (src/search/tables.rs).
  function soundsOf(table) {
    const sounds = new Map(), [runs, ...lines] = table.split('\n');
    const add = (c, sound) => {
      if (sounds.has(c)) sounds.get(c).push(sound); else sounds.set(c, [sound]);
    };
    const common = commonCharacters();
    let at = 0;
    for (const [, sound, count] of matchAll(/([a-z]*)(\d+)/g, runs)) {
      for (let left = Number(count); left > 0; left--) if (at < common.length) add(common[at++], sound);
    }
    for (const line of lines) {
      const sound = /^[a-z]*/.exec(line)[0];
      for (const c of line.slice(sound.length)) add(c, sound);
    }
    return sounds;
  }

  function matchAll(pattern, text) {
    const found = [];
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) found.push(match);
    return found;
  }

  // The first level of GB 2312: rows B0 to D7, in the order of sounds. Five places at its end are empty.
  function commonCharacters() {
    const bytes = [];
    for (let row = 0xb0; row <= 0xd7; row++) for (let cell = 0xa1; cell <= 0xfe && (row < 0xd7 || cell < 0xfa); cell++) bytes.push(row, cell);
    return Array.from(new TextDecoder('gbk').decode(new Uint8Array(bytes)));
  }

  function open(core, headings, table) {
    const sounds = soundsOf(table);
    const of = (c) => sounds.get(c) || [c];
    const chars = (text) => Array.from(squeeze(fold(text, core.traditional)));
    // Headings with their section, names with -1.
    const known = [];
    const lines = headings.split('\n');
    core.pages.forEach((page, number) => {
      known.push({ section: page.first, chars: Array.from(page.squeezed) });
      for (const part of page.parts) if (part !== page.squeezed) known.push({ section: page.first, chars: Array.from(part) });
      (lines[number] ? lines[number].split('\t') : []).forEach((heading, i) => known.push({ section: page.first + 1 + i, chars: chars(heading) }));
    });
    for (const names of core.names) for (const name of names) known.push({ section: -1, name: names[0], chars: chars(name) });
    return {
      spelt: (query) => gather(known, (one) => spelling(query.squeezed, one.chars, of)),
      heard: (query) => {
        const asked = [query.squeezed, query.content].map((text) => Array.from(text)).filter((text) => text.length > 1 && text.length <= LONGEST);
        return gather(known, (one) => Math.max(0, ...asked.map((text) => hearing(text, one.chars, of))));
      },
    };
  }

  // The best value of each section, and the names that match as a whole.
  function gather(known, value) {
    const sections = new Map(), names = new Set();
    for (const one of known) {
      const worth = value(one);
      if (!worth) continue;
      if (one.section < 0) {
        if (worth >= 40) names.add(one.name);
      } else if (worth > (sections.get(one.section) || 0)) {
        sections.set(one.section, worth);
      }
    }
    return { sections, names };
  }

  // How well pinyin, whole or by first letters, spells a part of a heading.
  function spelling(letters, chars, of) {
    let best = 0;
    for (let start = 0; start < chars.length; start++) {
      const end = spells(letters, 0, chars, start, of);
      if (end > 0) best = Math.max(best, worth(50, 24, 15, start, end - start, chars.length));
      else if (letters.length <= INITIALS && initials(letters, chars, start, of)) {
        const value = worth(40, 18, letters.length > 2 ? 9 : 0, start, letters.length, chars.length);
        best = Math.max(best, value);
      }
    }
    return best;
  }

  function worth(exact, first, inside, start, length, all) {
    if (length === all) return exact;
    return start === 0 ? first + 10 * length / all : inside && inside + 8 * length / all;
  }

  // One past the last character that letters spell from a character on; the last syllable may be unfinished. -1 for none.
  function spells(letters, at, chars, i, of) {
    if (at === letters.length) return i;
    if (i === chars.length) return -1;
    for (const sound of of(chars[i])) {
      const rest = letters.length - at;
      if (rest < sound.length ? sound.startsWith(letters.slice(at)) : letters.startsWith(sound, at)) {
        const end = rest < sound.length ? i + 1 : spells(letters, at + sound.length, chars, i + 1, of);
        if (end > 0) return end;
      }
    }
    return -1;
  }

  function initials(letters, chars, start, of) {
    if (start + letters.length > chars.length) return false;
    for (let i = 0; i < letters.length; i++) {
      if (!of(chars[start + i]).some((sound) => sound[0] === letters[i])) return false;
    }
    return true;
  }

  // How well a part of a heading sounds like what was typed, or is it but for one character.
  function hearing(typed, chars, of) {
    const n = typed.length;
    let best = 0;
    for (let start = 0; start + n <= chars.length; start++) {
      let wrong = 0, unheard = 0;
      for (let i = 0; i < n && unheard < 2; i++) {
        if (typed[i] === chars[start + i]) continue;
        wrong++;
        const sounds = of(chars[start + i]);
        if (!of(typed[i]).some((sound) => sounds.includes(sound))) unheard++;
      }
      if (!wrong) continue;
      if (!unheard) best = Math.max(best, worth(44, 22, 16, start, n, chars.length));
      else if (unheard === 1 && n > 3) best = Math.max(best, 12 + 14 * n / chars.length);
    }
    return best;
  }

  jiangyi.sounds = { isSpelling, load };
})();
