// A handbook in which every place that an author's text reaches holds what attackers write. In: a folder. Out: a site in it,
// and how many payloads it holds, by place. Every lesson holds some kinds of payload in all places.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ADDRESSES, ATTRIBUTES, IDS, NAMES, TEXTS } from './hostile-payloads.mjs';

/** How many kinds stand in one lesson: more make fewer pages to open, and longer ones. */
const KINDS = 5;

/** Places in running text and around it; each gets a payload and a number that nothing else on its page has. */
const BODY = {
  paragraph: (p) => p,
  emphasis: (p) => `**${p}** *${p}*`,
  heading2: (p) => `## ${p}`,
  heading3: (p) => `### ${p}`,
  heading4: (p, n) => `#### \`${p}\` ${n}`,
  code: (p) => `\`\` ${p} \`\``,
  linkText: (p) => `[${p}](https://a.example/)`,
  linkTitle: (p) => `[x](https://a.example/ "${p.replaceAll('"', '\\"')}")`,
  linkTitleRaw: (p) => `[x](https://a.example/ '${p}')`,
  imageText: (p) => `![${p}](p.png)`,
  imageTitle: (p) => `![x](p.png "${p.replaceAll('"', '\\"')}")`,
  reference: (p, n) => `[r${n}]\n\n[r${n}]: https://a.example/ "${p.replaceAll('"', '\\"')}"`,
  footnote: (p, n) => `x[^f${n}]\n\n[^f${n}]: ${p}`,
  fence: (p) => `\`\`\`${p.replaceAll('`', '')}\n${p}\n\`\`\``,
  fenceOfHtml: (p) => `~~~html\n${p}\n~~~`,
  list: (p) => `- ${p}\n- [ ] ${p}`,
  quote: (p) => `> ${p}`,
  alert: (p) => `> [!NOTE]\n> ${p}`,
  alertOfUnknownKind: (p) => `> [!${p}]\n> x`,
  table: (p) => `| ${p} | b |\n|---|---|\n| ${p.replaceAll('|', '\\|')} | d |`,
  definition: (p) => `x ${p}\n: ${p}`,
  note: (p) => `<!-- 讲稿：${p} -->`,
  block: (p) => `<div>${p}</div>`,
  formula: (p) => `$\\text{${p}}$ and $${p}$`,
  operator: (p) => `$$\\operatorname{${p}}$$`,
  citation: (p) => `《甲${p}》 《条例》第三条${p}`,
};

/** Typed sections; each field, step, answer is a place. */
const SECTIONS = {
  question: (p, n) => `## 常见问题 ${n}\n\n### ${p}\n\n- 依据：${p}\n- 适用：${p}\n\n${p}`,
  procedure: (p, n) => `## 办事流程：${n} ${p}\n\n- 谁能办：${p}\n- 受理单位：${p}\n- 全程时限：（${p}）\n- 收费：${p}\n- 依据：${p}\n\n1. ${p}\n   - 谁来办：${p}\n   - 怎么办：${p}\n   - 时限：（${p}）\n   - 材料：\n     - [ ] ${p}\n   - 用表：${p}\n   - 依据：${p}\n   - 办完给什么：${p}\n2. 或：${p}`,
  quiz: (p, n) => `## 自测题 ${n}\n\n1. 问 ${p}（单选）\n   - [x] ${p}\n   - [ ] ${p} b\n   > 解析：${p}\n2. 问 ${p}（判断：对）\n   > 解析：${p}`,
  exemplar: (p, n) => `## 示范做法：${n} ${p}\n\n- 单位：${p}\n- 层级：${p}\n- 一句话：${p}\n- 成效：${p}\n- 可以直接拿走：${p}\n\n${p}`,
  points: (p, n) => `## 政策要点 ${n}\n\n- ${p}`,
};

/** Places that lead somewhere. */
const LINKS = {
  link: (a) => `[x](${a})`,
  linkInBrackets: (a) => `[x](<${a.replaceAll(/[<>]/g, '')}>)`,
  image: (a) => `![x](${a})`,
  automatic: (a) => `<${a.replaceAll(/[<>]/g, '')}>`,
  reference: (a, n) => `[x][l${n}]\n\n[l${n}]: ${a}`,
  imageInLink: (a) => `[![x](${a})](${a})`,
};

const quoted = (text) => JSON.stringify(text);
const chunks = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, i * size + size));

/** The smallest picture. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Makes the site; gives the number of payloads of each place. */
export function make(root) {
  const counts = {};
  let number = 1000;
  const next = (place) => { counts[place] = (counts[place] ?? 0) + 1; number += 1; return number; };
  const write = (name, text) => {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  };
  /** All kinds in one text, for fields that there is one of. */
  const all = (kinds, place) => kinds.map((kind) => kind(next(place))).join(' ');
  write('site.toml', 'title = "手册"\nbase_url = "http://10.0.0.1/h/"\n');
  const unit = 'content/2026-03-敌意';
  write(`${unit}/p.png`, PNG);

  const front = (kinds, extra = '') => {
    const field = (key) => `${key}: ${quoted(all(kinds, `front matter ${key}`))}\n`;
    const list = (key) => `${key}: [${quoted(all(kinds, `front matter ${key}`))}]\n`;
    return `---\n${['标题', '形式', '主讲', '时长', '审核', '摘要'].map(field).join('')}${list('专题')}${list('适用')}附加: {${quoted(all(kinds, 'front matter 附加'))}: ${quoted(all(kinds, 'front matter 附加'))}}\n更新: 2026-03-0${1 + (number % 8)}\n${extra}---\n\n`;
  };
  const lessons = [];
  chunks(TEXTS, KINDS).forEach((kinds, i) => {
    const parts = kinds.flatMap((kind) => [
      ...Object.entries(BODY).map(([place, put]) => { const n = next(place); return put(kind(n), n); }),
    ]);
    // A typed section holds all kinds of the lesson in each of its places, since procedures and the like have pages of their own.
    parts.push(...Object.entries(SECTIONS).map(([place, put]) => put('\0', number).replaceAll('\0', () => all(kinds, place))));
    lessons.push(`${unit}/${String(i + 1).padStart(2, '0')}-kinds${i}.md`);
    write(lessons.at(-1), front(kinds) + parts.join('\n\n') + '\n');
  });

  // Each link has a line of its own, so that one that is refused with an error can be taken out.
  const links = Object.entries(LINKS).flatMap(([place, put]) => ADDRESSES.map((address) => { const n = next(place); return put(address(n), n); }));
  write(`${unit}/70-links.md`, front(TEXTS.slice(0, 1)) + links.join('\n\n') + '\n');
  ADDRESSES.filter((_, i) => i % 3 === 0).forEach((address, i) => write(`${unit}/7${String(i).padStart(2, '0')}-video${i}.md`, `---\n标题: 视频课${i}\n视频: ${quoted(address(next('video')))}\n---\n\nx\n`));
  const headings = [...ATTRIBUTES.map((attributes) => `## 题 ${attributes(next('heading attributes'))}`), ...IDS.map((id) => `## ${id} {#${id}}\n\nx[^1]`)];
  IDS.forEach(() => next('heading id'));
  write(`${unit}/80-headings.md`, `---\n标题: 标题\n---\n\n${headings.join('\n\n')}\n\n[^1]: y\n`);
  NAMES.forEach((name, i) => {
    const [file, folder] = [name(next('file name')), name(next('folder name'))];
    write(`${unit}/${file}.md`, `---\n标题: 文件${i}\n---\n\n![x](<${encodeURIComponent(`${file}.png`).replaceAll("'", '%27')}>) [x](<${encodeURIComponent(folder).replaceAll("'", '%27')}/a.docx>)\n`);
    write(`${unit}/${file}.png`, PNG);
    write(`${unit}/${folder}/a.docx`, 'x');
  });
  chunks(TEXTS, KINDS).forEach((kinds, i) => {
    const field = (key) => `${key}: ${quoted(all(kinds, `unit ${key}`))}\n`;
    write(`content/20${10 + i}-0${1 + (i % 9)}-月/index.md`, `---\n${['标题', '摘要', '地点', '主讲', '收看方式'].map(field).join('')}${i % 2 ? '状态: 计划\n' : ''}---\n\n${all(kinds, 'unit text')}\n`);
  });

  const policies = chunks(TEXTS, KINDS).map((kinds, i) => {
    const field = (key) => `  ${key}: ${quoted(all(kinds, `policy ${key}`))}\n`;
    return `- 名称: ${quoted(`政策${i} ${all(kinds, 'policy 名称')}`)}\n  简称: [${quoted(`简${i} ${all(kinds, 'policy 简称')}`)}]\n${['文号', '发布机关', '来源', '说明'].map(field).join('')}  状态: 已修改\n`;
  });
  write('content/policies.yaml', `- 名称: 条例\n  全文: 政策/条例.md\n${policies.join('')}`);
  write('content/政策/条例.md', `第三条 ${all(TEXTS, 'policy text')}\n`);
  const terms = chunks(TEXTS, KINDS).map((kinds, i) => `- 名称: ${quoted(`词${i} ${all(kinds, 'glossary 名称')}`)}\n  别名: [${quoted(`别${i} ${all(kinds, 'glossary 别名')}`)}]\n  解释: ${quoted(all(kinds, 'glossary 解释'))}\n`);
  write('content/glossary.yaml', terms.join(''));
  return counts;
}

/** Builds the site with the program. Lines at which the build says an error are taken out and counted, and it is built again: what
 * stops a build reaches no reader either. */
export function build(program, root) {
  let refused = 0;
  for (;;) {
    const run = spawnSync(program, ['build', '--root', root, '--format', 'json', '--lang', 'en'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (run.status === 0) return { refused, said: run.stdout };
    const errors = run.stdout.split('\n').filter((line) => line.includes('"severity":"error"')).map((line) => JSON.parse(line));
    if (!errors.length) throw new Error(`no handbook: ${run.stderr}`);
    for (const file of new Set(errors.map(({ path: file }) => file))) {
      const lines = fs.readFileSync(path.join(root, file), 'utf8').split('\n');
      const wrong = new Set(errors.filter((error) => error.path === file).map(({ line }) => line - 1));
      refused += wrong.size;
      fs.writeFileSync(path.join(root, file), lines.filter((_, i) => !wrong.has(i)).join('\n'));
    }
  }
}
