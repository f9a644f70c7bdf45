// Texts that are hard on programs which read Markdown, and on what ours makes of it: each grows with the size asked for.
// In: a number of bytes. Out: the body of a lesson of about so many, and what else the site needs for it. Known hard cases of
// other parsers (nesting, delimiters without partners, unclosed tags) stand beside our own (headings, tables, references,
// includes, citations, terms, typed sections, whatever gives a message for each line).

const times = (piece) => (size) => piece.repeat(Math.max(1, Math.floor(size / Buffer.byteLength(piece))));
const both = (open, close, middle = 'b') => (size) => {
  const n = Math.max(1, Math.floor(size / Buffer.byteLength(open + close)));
  return open.repeat(n) + middle + close.repeat(n);
};
const around = (before, piece, after = '') => (size) => before + times(piece)(size) + after;
/** Pieces that differ: `each(i)` for i = 0, 1, 2 … until the size is reached. */
const counted = (each, before = '', after = '') => (size) => {
  const parts = [before];
  for (let i = 0, length = 0; length < size; i += 1) {
    const part = each(i);
    parts.push(part);
    length += Buffer.byteLength(part);
  }
  return parts.concat(after).join('');
};
/** Two runs of pieces that differ, half the size each: definitions and what uses them. */
const halves = (first, second) => (size) => counted(first)(size / 2) + '\n' + counted(second)(size / 2);

const CITED = '- 名称: 某省优待条例\n  简称: [优待条例]\n- 名称: 某省优待办法\n  状态: 已废止\n';
const terms = (size) => counted((i) => `- 名称: 词语${i}号\n  别名: [别称${i}号]\n  解释: 解释。\n`)(size);

/** Inlines. */
const INLINES = {
  'emphasis and strong nested': both('*a **a ', ' a** a*'),
  'emphasis opened': times('_a '),
  'emphasis closed': times('a_ '),
  'emphasis of mismatched marks': times('*a_ '),
  'emphasis, multiples of three': around('a**b', 'c* '),
  'emphasis in one run': both('*', '*'),
  'emphasis beside Chinese marks': times('甲**（乙'),
  'strikethrough opened': times('~~a '),
  'link texts opened': times('[a'),
  'link texts closed': times('a]'),
  'brackets nested': both('[', ']'),
  'brackets of pictures nested': both('![', '](a)'),
  'links opened among emphasis': times('[ a_'),
  'links that go on': times('[ (]('),
  'empty links in pictures': times('![[]()'),
  'link addresses unclosed': times('[a](b'),
  'link addresses in <> unclosed': times('[a](<b'),
  'link titles unclosed': times('[a](b "c '),
  'links to one file': times('[a](02-b.md) '),
  'links to one anchor': around('## 甲\n\n', '[a](#甲) '),
  'links to many missing anchors': counted((i) => `[a](#x${i}) `, '## 甲\n\n'),
  'links to many missing files': counted((i) => `[a](x${i}.md) `),
  'links outward': counted((i) => `[a](https://a.example/${i}) `),
  'links refused': times('[a](javascript:b) '),
  'automatic links': times('<https://a.example/b> '),
  'code marks, each longer': counted((i) => `e${'`'.repeat((i % 400) + 1)}`),
  'code opened': times('`a'),
  'code escaped': times('\\``'),
  'tags opened': times('<a '),
  'tags with attributes opened': times('<a b="'),
  'tags with quotes': times("<a b='c' "),
  'tags that pass': times('<sub>a</sub>'),
  'tags that pass, opened': times('<sub>'),
  'tags that pass, nested': both('<sub>', '</sub>'),
  'tags that pass, crossed': times('<sub><sup></sub>'),
  'tags refused': times('<b>a</b> '),
  'ruby': times('<ruby>a<rt>b</rt></ruby>'),
  'comments opened': times('<!-- a '),
  'comments opened in text': around('a ', '<!--'),
  'declarations opened': times('<!A '),
  'CDATA opened': times('a<![CDATA['),
  'instructions opened': times('a<?'),
  'less-than signs': times('<'),
  'entities': times('&amp;'),
  'entities that are none': times('&a'),
  'numbers of characters': times('&#1'),
  'escapes': times('\\*'),
  'formulas': times('$a$ '),
  'formulas opened': times('$a'),
  'formulas on lines': times('$$a$$\n\n'),
  'braces in a formula': (size) => `$${'{'.repeat(size / 2)}a${'}'.repeat(size / 2)}$`,
  'formulas that fail': times('$\\a$ '),
  'one word': times('的'),
  'one line of words': times('到服务站申请退役军人优待证 '),
  'lines of words': times('到服务站申请退役军人优待证\n'),
  'words that differ': counted((i) => `词${i.toString(36)}语${i} `),
  'letters without a space': times('abcdefghij'),
  'line ends': times('甲\n'),
  'forced line ends': times('甲  \n'),
  'hidden characters': times('甲\u200b乙'),
  'control characters': times('甲\u0001'),
  'full-width slips': times('国办发（2018）72号 '),
};

/** Blocks. */
const BLOCKS = {
  'quotes nested': around('', '> ', 'a'),
  'quotes': times('> a\n\n'),
  'lists nested': (size) => Array.from({ length: Math.floor(Math.sqrt(size)) }, (_, i) => `${'  '.repeat(i)}- a\n`).join(''),
  'lists nested in a line': around('', '- ', 'a'),
  'numbers nested in a line': around('', '1. ', 'a'),
  'quotes and lists in turn': around('', '> - ', 'a'),
  'items': times('- a\n'),
  'items, loose': times('- a\n\n'),
  'tasks': times('- [ ] a\n'),
  'marks of a rule': around('', '* ', 'a'),
  'rules': times('***\n\n'),
  'paragraphs': times('a\n\n'),
  'headings of one text': times('### 甲\n\n'),
  'headings of one text, all levels': times('## 甲\n\n### 甲\n\n#### 甲\n\n'),
  'headings that differ': counted((i) => `## 第${i}节\n\n甲\n\n`),
  'headings with attributes': counted((i) => `## 甲 {#x${i} .y}\n\n`),
  'headings with attributes refused': times('## 甲 {onclick=x}\n\n'),
  'headings with braces': around('## 甲 ', '{'),
  'headings and links to each': halves((i) => `### 题${i}\n\n`, (i) => `[a](#题${i}) `),
  'headings and links that miss each': halves((i) => `### 题目${i}\n\n`, (i) => `[a](#题日${i}) `),
  'headings with numbers of their own': counted((i) => `### 甲-${i % 7}\n\n`),
  'a table of many columns': (size) => {
    const columns = Math.floor(size / 6);
    return `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n|b|\n`;
  },
  'a table of many columns and short rows': (size) => {
    const columns = Math.floor(Math.sqrt(size));
    return `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n${times('|b|\n')(size)}`;
  },
  'a table of many rows': around('|a|b|\n|-|-|\n', '|c|d|\n'),
  'a table with escaped bars': around('|a|\n|-|\n', '|c\\|d|\n'),
  'tables': times('|a|\n|-|\n|b|\n\n'),
  'what is no table': times('|a\n|-'),
  'references and their uses': halves((i) => `[r${i}]: https://a.example/${i}\n`, (i) => `[r${i}] `),
  'references of one name': times('[a]: https://a.example/\n'),
  'references that lead on': times('[a]: [a]: \n'),
  'references to a long address': (size) => `[a]: https://a.example/${'b'.repeat(Math.floor(Math.sqrt(size)))}\n\n${'[a] '.repeat(Math.floor(Math.sqrt(size)))}`,
  'labels unclosed': times('[^'),
  'footnotes to one': (size) => `${times('甲[^1]')(size)}\n\n[^1]: 乙\n`,
  'footnotes, each its own': halves((i) => `甲[^${i}]`, (i) => `\n[^${i}]: 乙\n`),
  'footnotes in a row': counted((i) => `[^${i}]: 甲[^${i + 1}]\n\n`, '甲[^0]\n\n'),
  'footnotes without a text': counted((i) => `甲[^${i}] `),
  'definitions': times('甲\n: 乙\n\n'),
  'definitions of one term': around('甲\n', ': 乙\n'),
  'code blocks': times('```\na\n```\n\n'),
  'code blocks of a language': times('```bash\necho "$a"\n```\n\n'),
  'code blocks of a language, each its own': counted((i) => `\`\`\`python\nx${i} = "${i}"\n\`\`\`\n\n`),
  'a code block of a language': around('```json\n', '{"a": 1}\n', '```\n'),
  'a code block on one line': (size) => `\`\`\`json\n${times('[')(size)}\n\`\`\`\n`,
  'a code block unclosed': around('```json\n', '{"a": 1}\n'),
  'fences opened': times('```\n~~~\n'),
  'indented code': times('    a\n\n'),
  'blocks of HTML': times('<div>\na\n</div>\n\n'),
  'blocks of HTML, unclosed': times('<div>\n'),
  'blocks of HTML with comments opened': around('<div>\n', '<!-- '),
  'notes': times('<!-- 讲稿：甲 -->\n\n'),
  'comments': times('<!-- 甲 -->\n\n'),
  'alerts': times('> [!注意]\n> 甲\n\n'),
  'alerts unknown': times('> [!某某]\n> 甲\n\n'),
  'full-width marks of blocks': times('＃ 甲\n\n１．乙\n\n【 】丙\n\n'),
};

/** What the handbook makes of a text. */
const SECTIONS = {
  'questions': counted((i) => `### 问${i}怎么办？\n\n答。\n\n`, '## 常见问题\n\n'),
  'questions of one text': around('## 常见问题\n\n', '### 怎么办？\n\n答。\n\n'),
  'questions\' fields': around('## 常见问题\n\n### 怎么办？\n\n', '- 依据：《某省优待条例》\n'),
  'steps': counted((i) => `${i + 1}. 第${i}步\n   - 谁来办：某人${i}\n   - 时限：1个工作日\n`, '## 办事流程：甲\n\n'),
  'steps of one text': around('## 办事流程：甲\n\n', '1. 填表\n'),
  'steps in turn': around('## 办事流程：甲\n\n1. 填表\n', '1. 或：填表\n'),
  'materials': around('## 办事流程：甲\n\n1. 填表\n   - 材料：\n', '     - [ ] 身份证\n'),
  'procedures': counted((i) => `## 办事流程：事项${i}\n\n1. 填表\n\n`),
  'questions of a quiz': around('## 自测题\n\n', '1. 甲？（单选）\n   - [x] 乙\n   - [ ] 丙\n   > 解析：丁\n'),
  'questions of a quiz that differ, and their passages': counted((i) => `1. 第${i}节讲什么？（单选）\n   - [x] 乙${i}\n   - [ ] 丙\n   > 解析：见第${i}节。\n`, `${'## 节\n\n到服务站申请。\n\n'.repeat(20)}## 自测题\n\n`),
  'a quiz and as many sections': halves((i) => `## 第${i}节\n\n到服务站申请优待证${i}。\n\n`, (i) => `${i ? '' : '## 自测题\n\n'}1. 第${i}节讲什么？（判断：对）\n   > 解析：到服务站申请优待证${i}。\n`),
  'choices': around('## 自测题\n\n1. 甲？（多选）\n   - [x] 乙\n   - [x] 丙\n', '   - [ ] 丁\n', '   > 解析：戊\n'),
  'quizzes': times('## 自测题\n\n1. 甲？（判断：对）\n   > 解析：乙\n\n'),
  'exemplars': counted((i) => `## 示范做法：做法${i}\n\n- 单位：甲\n\n乙\n\n`),
  'points': around('## 政策要点\n\n', '- 甲\n'),
  'unknown fields': around('## 办事流程：甲\n\n', '- 受理单味：乙\n', '\n1. 填表\n'),
  'citations': times('《某省优待条例》第三条 '),
  'citations of a repealed policy': times('《某省优待办法》'),
  'citations unregistered': (size) => `## 办事流程：甲\n\n- 依据：${counted((i) => `《没有的办法${i}》`)(size)}\n\n1. 填表\n`,
  'titles opened': times('《'),
  'titles nested': both('《', '》'),
  'articles without a title': times('第三条'),
};

/** What needs more than a lesson: [the lesson, other files]. */
const SITES = {
  'terms of a glossary': (size) => [counted((i) => `词语${i}号和别称${i}号。`)(size / 2), { 'content/glossary.yaml': terms(size / 2) }],
  'a registry of policies': (size) => [
    counted((i) => `《某市第${i}号办法》`)(size / 2),
    { 'content/policies.yaml': counted((i) => `- 名称: 某市第${i}号办法\n`)(size / 2) },
  ],
  'titles near those of a registry': (size) => [
    `## 办事流程：甲\n\n- 依据：${counted((i) => `《某市第${i}号办怯》`)(size / 2)}\n\n1. 填表\n`,
    { 'content/policies.yaml': counted((i) => `- 名称: 某市第${i}号办法\n`)(size / 2) },
  ],
  'a policy\'s articles': (size) => [
    '《某省优待条例》第三条',
    { 'content/policies.yaml': `${CITED}`.replace('- 名称: 某省优待办法', '  全文: 政策/条例.md\n- 名称: 某省优待办法'), 'content/政策/条例.md': counted((i) => `第${i + 1}条 甲。\n\n`)(size) },
  ],
  'includes of one file': (size) => [times('<!-- 引用：共用/口径.md -->\n\n')(size), { 'content/共用/口径.md': '甲\n' }],
  'includes of a large file': (size) => [
    '<!-- 引用：共用/口径.md -->\n\n'.repeat(Math.floor(Math.sqrt(size) / 38)),
    { 'content/共用/口径.md': times('甲\n\n')(Math.sqrt(size) * 38) },
  ],
  'includes missing': (size) => [counted((i) => `<!-- 引用：共用/口经${i}.md -->\n\n`)(size), { 'content/共用/口径.md': '甲\n' }],
  'former addresses': (size) => [`---\n标题: 甲\n旧址: [${counted((i) => `x${i}.html, `)(Math.min(size, 1 << 20))}y.html]\n---\n\n甲\n`, {}],
  'a long title': (size) => [`---\n标题: ${times('题')(size)}\n---\n\n甲\n`, {}],
  'topics': (size) => [`---\n标题: 甲\n专题: [${counted((i) => `专题${i}, `)(size)}乙]\n---\n\n甲\n`, {}],
};

const lessons = (patterns) => Object.entries(patterns).map(([name, text]) => ({ name, make: (size) => [text(size), {}] }));

/** All patterns: a name, and what makes the lesson and the other files for a size. */
export const PATTERNS = [
  ...lessons(INLINES),
  ...lessons(BLOCKS),
  ...lessons(SECTIONS),
  ...Object.entries(SITES).map(([name, make]) => ({ name, make })),
];

/** The files of a site with such a lesson. */
export function site([body, files]) {
  const lesson = body.startsWith('---\n') ? body : `---\n标题: 甲\n---\n\n${body}\n`;
  return {
    'site.toml': 'title = "手册"\nbase_url = "http://10.0.0.1/"\n',
    'content/policies.yaml': CITED,
    'content/2026-03-甲/01-a.md': lesson,
    'content/2026-03-甲/02-b.md': '---\n标题: 乙\n---\n\n乙。\n',
    ...files,
  };
}
