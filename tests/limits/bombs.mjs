// Small files that unfold without end: pictures, drawings, YAML, text. The real program builds a site with each, on one thread,
// with its memory limited by the system (RLIMIT_AS): it must say what is wrong, or pass the file by, within a few seconds of
// processor time and without ever asking for more.
//
//   node bombs.mjs
//
// Prints for each: what came of it, and the seconds. jiangyi opens no archives, so that those are copied whatever is in them.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { site } from './patterns.mjs';

const PROGRAM = process.env.JIANGYI ?? path.resolve(import.meta.dirname, '../../target/release/jiangyi');
/** The memory that a build may ask the system for, in KiB: what the largest picture that is allowed needs, decoded. */
const CEILING = 900 * 1024;
/** The same for what must be refused before it is unfolded. */
const LOW = 200 * 1024;
const SECONDS = 12;

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'jiangyi-bombs-'));
process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));

const UNIT = 'content/2026-03-甲/';
const TABLE = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
const crc = (bytes) => { let c = 0xffffffff; for (const byte of bytes) c = TABLE[(c ^ byte) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
const word = (n) => { const out = Buffer.alloc(4); out.writeUInt32BE(n >>> 0); return out; };
const chunk = (kind, body) => { const all = Buffer.concat([Buffer.from(kind, 'latin1'), body]); return Buffer.concat([word(body.length), all, word(crc(all))]); };
/** A PNG of one colour; `rows` of it are there. */
const png = (width, height, rows = height, more = []) => {
  const row = Buffer.alloc(1 + Math.ceil(width / 8));
  const data = rows ? zlib.deflateSync(Buffer.concat(Array.from({ length: rows }, () => row)), { level: 9 }) : zlib.deflateSync(Buffer.alloc(0));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', Buffer.concat([word(width), word(height), Buffer.from([1, 0, 0, 0, 0])])), ...more, chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
};
const zeros = (mib) => zlib.deflateSync(Buffer.alloc(mib << 20), { level: 9 });
const gif = (width, height) => Buffer.concat([Buffer.from('GIF89a'), Buffer.from([width & 255, width >> 8, height & 255, height >> 8, 0, 0, 0]), Buffer.from([0x2c, 0, 0, 0, 0, width & 255, width >> 8, height & 255, height >> 8, 0, 2, 2, 0x44, 1, 0, 0x3b])]);
const jpeg = (width, height) => Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0, 0xff, 0xd9]);
const svg = (inner) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inner}</svg>`;
const levels = (count, each) => Array.from({ length: count }, (_, i) => each(i)).join('');
const laughs = (list) => `${levels(9, (i) => `${i ? `a${i}: &a${i} [${Array(9).fill(`*a${i - 1}`).join(', ')}]` : 'a0: &a0 [哈, 哈, 哈]'}\n`)}${list}`;
const front = (text) => ({ [`${UNIT}01-a.md`]: `---\n标题: 甲\n${text}\n---\n\n甲\n` });
const text = (body) => ({ [`${UNIT}01-a.md`]: `---\n标题: 甲\n---\n\n${body}\n` });
const include = (number, times) => `<!-- 引用：共用/${number}.md -->\n\n`.repeat(times);

/** Each: files beside those of a small site, the codes of the errors that stop it (none: it is built), and its ceiling. */
const BOMBS = {
  'a PNG of 100,000 × 100,000': [{ [`${UNIT}a.png`]: png(100000, 100000, 100) }, 'JY114', LOW],
  'a PNG of 2³¹ × 2³¹': [{ [`${UNIT}a.png`]: png(0x7fffffff, 0x7fffffff, 0) }, 'JY115', LOW],
  'a PNG of 50 million pixels in 6 KB': [{ [`${UNIT}a.png`]: png(7000, 7000) }, '', CEILING],
  'a PNG that says more than it has': [{ [`${UNIT}a.png`]: png(7000, 7000, 1) }, 'JY115', CEILING],
  'a PNG with 512 MiB of colour profile': [{ [`${UNIT}a.png`]: png(9, 9, 9, [chunk('iCCP', Buffer.concat([Buffer.from('a\0\0', 'latin1'), zeros(512)]))]) }, '', LOW],
  'a PNG with 512 MiB of text': [{ [`${UNIT}a.png`]: png(9, 9, 9, [chunk('zTXt', Buffer.concat([Buffer.from('a\0\0', 'latin1'), zeros(512)]))]) }, '', LOW],
  'a GIF of 65,535 × 65,535': [{ [`${UNIT}a.gif`]: gif(65535, 65535) }, 'JY114', LOW],
  'a JPEG of 65,500 × 65,500': [{ [`${UNIT}a.jpg`]: jpeg(65500, 65500) }, 'JY114', LOW],
  'a drawing that copies itself 10¹⁰ times': [{ [`${UNIT}a.svg`]: svg(`<g id="a0"><path d="M0 0h9"/></g>${levels(10, (i) => `<g id="a${i + 1}">${`<use href="#a${i}"/>`.repeat(10)}</g>`)}<use href="#a10"/>`) }, 'JY116', LOW],
  'a drawing in a circle': [{ [`${UNIT}a.svg`]: svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>') }, 'JY116', LOW],
  'a drawing of patterns of patterns': [{ [`${UNIT}a.svg`]: svg(`<pattern id="p0"><path/></pattern>${levels(10, (i) => `<pattern id="p${i + 1}">${`<rect fill="url(#p${i})"/>`.repeat(10)}</pattern>`)}<rect style="fill:url('#p10')"/>`) }, 'JY116', LOW],
  'a drawing of 200,000 elements': [{ [`${UNIT}a.svg`]: svg('<g/>'.repeat(200000)) }, 'JY116', LOW],
  'a drawing nested 100,000 deep': [{ [`${UNIT}a.svg`]: svg('<g>'.repeat(90000) + '</g>'.repeat(90000)) }, 'JY116', LOW],
  'a drawing with entities': [{ [`${UNIT}a.svg`]: `<!DOCTYPE svg [${levels(9, (i) => `<!ENTITY a${i} "${i ? `&a${i - 1};`.repeat(9) : 'ha'}">`)}]>${svg('<text>&a8;</text>')}` }, 'JY116', LOW],
  'a drawing with 300,000 attributes': [{ [`${UNIT}a.svg`]: svg(`<g ${levels(300000, (i) => `a${i}="" `)}/>`) }, '', LOW],
  'a billion laughs in the policies': [{ 'content/policies.yaml': laughs('') }, 'JY202', LOW],
  'a billion laughs in the glossary': [{ 'content/glossary.yaml': laughs('') }, 'JY202', LOW],
  'a billion laughs in front matter': [front(laughs('')), 'JY202', LOW],
  'an anchor in itself': [front('附加: &a [*a]'), 'JY202', LOW],
  'an anchor and 50 copies': [front(`附加: [&a x, ${Array(50).fill('*a').join(', ')}]`), 'JY202', LOW],
  'a merge': [front('附加: {<<: {标题: 乙}}'), '', LOW],
  'lists nested 10,000 deep': [front(`附加: ${'['.repeat(10000)}`), 'JY202', LOW],
  'maps nested 10,000 deep': [front(`附加: ${'{a: '.repeat(10000)}`), 'JY202', LOW],
  'blocks nested 1,000 deep': [front(`附加:\n${levels(1000, (i) => `${' '.repeat(i + 1)}a:\n`)}`), 'JY202', LOW],
  'a tag of Python': [front('附加: !!python/object:os.system [x]'), 'JY202', LOW],
  'a tag of bytes': [front('附加: !!binary aGk='), '', LOW],
  'two documents': [{ 'content/policies.yaml': '- 名称: 甲\n---\n- 名称: 乙\n' }, 'JY202', LOW],
  '100,000 topics': [front(`专题: [${'a, '.repeat(100001)}b]`), 'JY202', LOW],
  '200,000 keys': [front(levels(200000, (i) => `a${i}: 1\n`)), 'JY202', LOW],
  'a scalar of 1 MiB': [front(`摘要: ${'甲'.repeat(350000)}`), '', LOW],
  'a key of 1 MiB': [front(`${'a'.repeat(1 << 20)}: 1`), 'JY202', LOW],
  'a date of 10 KB': [front(`日期: ${'2'.repeat(10000)}`), 'JY202', LOW],
  'a number of 10 KB': [front(`顺序: ${'2'.repeat(10000)}`), 'JY202', LOW],
  'a lesson of 17 MiB': [text('甲'.repeat(6 << 20)), 'JY105', LOW],
  'a line of 10 MiB': [text('a'.repeat(10 << 20)), '', CEILING],
  'code of 10 MiB': [text(`\`\`\`json\n${'{"a": [1, 2]}\n'.repeat(750000)}\`\`\``), '', CEILING],
  'includes of includes': [{ ...text(include(1, 10)), ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`content/共用/${i + 1}.md`, include(i + 2, 10)])), 'content/共用/9.md': '甲\n' }, 'JY317', CEILING],
  'a table of 2,000 columns and 20,000 short rows': [text(`${'|a'.repeat(2000)}|\n${'|-'.repeat(2000)}|\n${'|b|\n'.repeat(20000)}`), '', CEILING],
  'a folder 900 deep': [{ [`${UNIT}${'a/'.repeat(900)}b.docx`]: 'x' }, '', LOW],
  '50,000 former addresses': [front(`旧址: [${levels(50000, (i) => `x${i}.html, `)}y.html]`), '', CEILING],
};

const failed = [];
for (const [name, [files, wanted, ceiling]] of Object.entries(BOMBS)) {
  const folder = fs.mkdtempSync(path.join(root, 's'));
  for (const [file, body] of Object.entries({ ...site(['甲', {}]), ...files })) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), body);
  }
  const script = 'TIMEFORMAT="%U"; ulimit -t 60; ulimit -v "$3"; time "$1" build --root "$2" --jobs 1 --format json >"$2.out" 2>"$2.err"';
  const run = spawnSync('bash', ['-c', script, 'bash', PROGRAM, folder, String(ceiling)], { encoding: 'utf8' });
  const seconds = Number(run.stderr.trim().split('\n').at(-1));
  const errors = [...new Set(fs.readFileSync(`${folder}.out`, 'utf8').split('\n').filter((line) => line.includes('"severity":"error"')).map((line) => JSON.parse(line).code))].join(' ');
  const right = run.status === (wanted ? 1 : 0) && errors === wanted && seconds <= SECONDS;
  console.log(`${right ? '' : 'FAIL '}${name}: ${run.status === 0 ? 'built' : run.status === 1 ? errors : `status ${run.status}: ${fs.readFileSync(`${folder}.err`, 'utf8').slice(0, 200)}`}, ${seconds.toFixed(2)} s, below ${ceiling >> 10} MiB`);
  if (!right) failed.push(name);
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(`${Object.keys(BOMBS).length} bombs`);
if (failed.length) {
  console.log(`went off: ${failed.join('; ')}`);
  process.exitCode = 1;
}
