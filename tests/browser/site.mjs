// The built demonstration handbook as tests see it: its folder, its pages by kind.
import fs from 'node:fs';
import path from 'node:path';

/** The folder that tests/run has built, or `public` at the repository's root. */
export const SITE = path.resolve(process.env.JIANGYI_SITE ?? path.join(import.meta.dirname, '../../public'));

/** All HTML files, relative to the site. */
export const pages = fs
  .readdirSync(SITE, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.html'))
  .sort();

/** One page of each kind. */
export const KINDS = {
  home: 'index.html',
  unit: '2026-03/index.html',
  lesson: '2026-03/youdaizheng.html',
  print: '2026-03/print.html',
  paper: '2026-03/youdaizheng.paper.html',
  sheet: pages.find((page) => /^2026-03\/biaoge\//.test(page)),
  procedures: 'procedures/index.html',
  procedure: 'procedures/youdaizhengshenling.html',
  faq: 'faq/index.html',
  topics: 'topics/index.html',
  topic: 'topics/youdaizheng.html',
  audience: 'audiences/xiangzhen-jiedao.html',
  exemplars: 'exemplars/index.html',
  quizzes: 'quizzes/index.html',
  policies: 'policies/index.html',
  policy: 'policies/junrenfuxuyoudaitiaoli.html',
  search: 'search.html',
  missing: '404.html',
};
