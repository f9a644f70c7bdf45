// What a query asks for: its terms, the words of it that matter, and other ways of saying it from the glossary.
(function () {
  'use strict';
  const jiangyi = window.jiangyi;
  const { fold, terms, squeeze, isDense } = jiangyi.text;
  // More than this of a query says nothing new.
  const LONGEST = 120;
  // How many terms are looked up.
  const TERMS = 8;
  // Ways of asking that say nothing of what is asked for. Longer ones first.
  const ASKING = /为什么|是什么|什么是|有哪些|有没有|是不是|能不能|会不会|要不要|可不可以|怎么样|怎么办理|怎么办|什么时候|多少天|多少年|多少钱|多长时间|几天|几年|哪些人|什么|怎么|怎样|如何|为何|为啥|哪些|哪里|哪儿|哪个|请问|多少|多久|我想知道|我想|我要|想问一下|问一下|可以|应该|需要|从哪|咋办|咋|一下|\b(?:how|what|where|when|why|who|which|is|are|do|does|can|the|a|an|to|of|in|on|for|and|or|i|my)\b/g;
  // A way of asking that procedures and questions answer.
  const HOW = /怎么|怎样|如何|咋|办|流程|步骤|材料|手续|多久|能不能|可以|需要|哪里|什么时候|要带|申请|申领|吗|\bhow\b/;
  // Characters that join words; a pair with one of them says little.
  const JOINING = new Set('的了和与或吗呢吧么啊把被给是我要想就都也请在里');

  // What a question does with a thing, beside which the thing is what it asks for.
  const DOING = new Set('求用做算找去学看办领');

  // A query read: `raw` folded, `words` squeezed pieces between spaces and punctuation, `terms` to look up.
  function read(text, core, table) {
    const raw = fold(fold(text.slice(0, LONGEST * 4), core.traditional), table).slice(0, LONGEST);
    const dense = Array.from(raw).filter(isDense).length;
    const plain = raw.replace(ASKING, ' \n');
    const kept = (dense >= 4 || dense === 0) && squeeze(plain).length > 1 ? plain : raw;
    return {
      raw,
      squeezed: squeeze(raw),
      content: squeeze(kept),
      dense,
      asked: kept !== raw,
      how: HOW.test(raw),
      words: kept.split(/[\s,.;:!?|/，。；：！？]+/).map(squeeze).filter(Boolean),
      terms: choose(core, terms(kept), kept !== raw),
    };
  }

  // The terms that tell most: each once, the rarest of many.
  function choose(core, all, asked) {
    const once = new Map();
    for (const term of all) if (!term.single && !once.has(term.text)) once.set(term.text, term);
    const found = Array.from(once.values());
    if (!found.length) return all.slice(0, 1).filter((term) => term.single);
    for (const term of found) {
      const chars = Array.from(term.text);
      term.joining = Boolean(term.pair) && chars.some((c) => JOINING.has(c) || (asked && DOING.has(c)));
      term.common = term.pair ? chars.reduce((sum, c) => sum + (core.weight[core.rank.get(c)] || 0), 0) + (term.joining ? 20 : 0) : 0;
    }
    return found.sort((a, b) => a.common - b.common || a.start - b.start).slice(0, TERMS).sort((a, b) => a.start - b.start);
  }

  // The names of a term or policy, squeezed, the right one first.
  function namesOf(core) {
    return core.squeezed || (core.squeezed = core.names.map((names) => names.map((name) => squeeze(fold(name, core.traditional)))));
  }

  // Other ways of saying a query: with the right word in place of another name for it, [{text, weight}]. The longest name
  // wins, and nothing is replaced where the right word itself stands. A query that is such a name and nothing else is asked
  // for by every name that a title has, too. Numbers of articles and grades are asked for as documents write them.
  function others(query, core) {
    const asked = query.squeezed;
    let best = null;
    for (const names of namesOf(core)) {
      if (asked.includes(names[0])) continue;
      for (const name of names.slice(1)) {
        if (name.length > 1 && asked.includes(name) && (!best || name.length > best.name.length)) best = { name, names };
      }
    }
    const written = numerals(query.raw);
    const found = written === query.raw ? [] : [{ text: written, weight: 1 }];
    if (!best) return found;
    const titled = best.names.slice(1).filter((name) => name !== best.name && core.pages.some((page) => page.folded.includes(name)));
    const whole = best.name === asked;
    return found.concat([best.names[0]].concat(titled.slice(0, 3)).map((name) => (
      { text: whole ? name : query.raw.replace(best.name, () => name), weight: whole ? 1.1 : 0.9 }
    )));
  }

  // What a query's own words are worth: less where they are only another name for something.
  function ownWeight(query, core) {
    const other = namesOf(core).some((names) => names.indexOf(query.squeezed) > 0);
    return other && !core.pages.some((page) => page.folded.includes(query.squeezed)) ? 0.7 : 1;
  }

  // The pages of the policies that a name names, in full, in part or by another name.
  function policies(name, core) {
    const full = namesOf(core).slice(core.terms).filter((names) => names.includes(name)).map((names) => names[0]).concat(name);
    return core.pages.filter((page) => core.kind[page.first] === 'policy' && full.some((one) => page.squeezed.includes(one)));
  }

  // 第15条, 1-4级 as documents write them: 第十五条, 一至四级.
  function numerals(text) {
    return text.replace(/(\d{1,3})(?:(\s*(?:至|到|-|~|—)\s*)(\d{1,3}))?(?=\s*[条款项级章])/g, (whole, from, to, last) => (
      numeral(Number(from)) + (to ? '至' + numeral(Number(last)) : '')));
  }

  function numeral(number) {
    const digits = '零一二三四五六七八九', tens = Math.floor(number / 10) % 10, ones = number % 10;
    const hundreds = Math.floor(number / 100);
    const low = (tens ? (tens > 1 || hundreds ? digits[tens] : '') + '十' : hundreds && ones ? '零' : '') + (ones ? digits[ones] : '');
    return (hundreds ? digits[hundreds] + '百' : '') + (low || (hundreds ? '' : '零'));
  }

  // The term that a query names, by its position; -1 for none.
  function term(query, core) {
    return namesOf(core).slice(0, core.terms).findIndex((names) => names.includes(query.squeezed));
  }

  // Names and titles that share most characters with a query that found nothing, and the topics that there are.
  function near(query, core) {
    const asked = new Set(query.squeezed);
    const titles = core.pages.map((page) => page.title);
    const scored = core.names.map((names) => names[0]).concat(titles).map((name) => {
      const own = new Set(squeeze(fold(name, core.traditional)));
      const common = Array.from(asked).filter((c) => own.has(c)).length;
      return { name, common, share: 2 * common / (asked.size + own.size || 1) };
    });
    const good = scored.filter((one) => one.common > 1 || (one.common && asked.size < 3)).sort((a, b) => b.share - a.share);
    return { names: Array.from(new Set(good.map((one) => one.name))).slice(0, 4), topics: core.topics.slice(0, 12) };
  }

  // What is marked in a title or a passage.
  function needles(query) {
    const content = query.content === query.squeezed ? [] : [query.content];
    return query.words.concat(content, query.terms.map((term) => term.text)).filter((needle) => needle.length > 1 || query.squeezed.length === 1);
  }

  jiangyi.query = { read, policies, others, ownWeight, term, near, needles };
})();
