import fc from 'fast-check'

const roots = ['customer', 'event', 'entry', 'journey', 'workspace', 'secrets', 'nobody', 'forloop', 'i', 'x']
const names = [
  'name',
  'list',
  'deep.a.b',
  'constructor',
  '__proto__',
  'constructor.constructor',
  'toString',
  'hasOwnProperty',
  'size',
  'first',
  'last',
  'length',
  'long',
  'number',
  'at',
  '["name"]',
  '[0]',
  '[customer.name]',
]
const filters = [
  ...['abs', 'append', 'array_to_sentence_string', 'at_least', 'at_most', 'base64_decode', 'base64_encode', 'capitalize', 'ceil'],
  ...['cgi_escape', 'compact', 'concat', 'date', 'date_to_long_string', 'date_to_rfc822', 'date_to_string', 'date_to_xmlschema'],
  ...['default', 'divided_by', 'downcase', 'escape', 'escape_once', 'find', 'find_exp', 'find_index', 'first', 'floor', 'group_by'],
  ...['group_by_exp', 'has', 'inspect', 'join', 'json', 'jsonify', 'last', 'lstrip', 'map', 'minus', 'modulo', 'newline_to_br'],
  ...['normalize_whitespace', 'number_of_words', 'plus', 'pop', 'prepend', 'push', 'raw', 'reject', 'remove', 'remove_first'],
  ...['remove_last', 'replace', 'replace_first', 'replace_last', 'reverse', 'round', 'rstrip', 'sample', 'shift', 'shuffle', 'size'],
  ...['slice', 'slugify', 'sort', 'sort_natural', 'split', 'strip', 'strip_html', 'strip_newlines', 'sum', 'times', 'to_integer'],
  ...['truncate', 'truncatewords', 'uniq', 'unshift', 'upcase', 'uri_escape', 'url_decode', 'url_encode', 'where', 'where_exp'],
  ...['xml_escape', 'nothing'],
]

const argument = fc.oneof(
  fc.tuple(fc.constantFrom(...roots), fc.constantFrom(...names)).map(([root, name]) => (name.startsWith('[') ? root + name : `${root}.${name}`)),
  fc.constantFrom('0', '-1', '1e9', '99999999999999999999', '0.1', '""', "'a'", '"%"', '"(a+)+$"', '"%Y-%m-%dT%H:%M:%S%z"', '"%9999999d"'),
  fc.constantFrom('nil', 'true', 'empty', 'blank', '(1..3)', '(1..1000000000)', '(9..1)', '"item.x > 1"', '"item.constructor"'),
  fc.string({ maxLength: 6 }),
)
const filter = fc
  .tuple(fc.constantFrom(...filters), fc.array(argument, { maxLength: 3 }))
  .map(([name, args]) => (args.length === 0 ? `| ${name}` : `| ${name}: ${args.join(', ')}`))
const output = fc
  .tuple(argument, fc.array(filter, { maxLength: 4 }))
  .map(([value, chain]) => `{{ ${value} ${chain.join(' ')} }}`)

/** Templates that look like some, and like attacks on them. */
export const anyTemplate: fc.Arbitrary<string> = fc.letrec<{ text: string }>((tie) => {
  const inner = tie('text')
  return {
    text: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      output,
      fc.string({ maxLength: 12 }),
      fc.constantFrom('Hello ', '<p>', '"', '\\', '\n', '{{', '}}', '{%', '%}', '{%-', '-%}', '{{-', '{% raw %}', '{% comment %}'),
      fc.tuple(inner, inner).map(([a, b]) => a + b),
      fc.tuple(argument, inner).map(([list, body]) => `{% for i in ${list} %}${body}{% endfor %}`),
      fc.tuple(argument, inner).map(([list, body]) => `{% for i in ${list} reversed limit: 3 offset: continue %}${body}{% else %}-{% endfor %}`),
      fc.tuple(argument, argument, inner).map(([a, b, body]) => `{% if ${a} contains ${b} %}${body}{% elsif ${a} > ${b} %}x{% endif %}`),
      fc.tuple(argument, inner).map(([a, body]) => `{% unless ${a} %}${body}{% endunless %}`),
      fc.tuple(argument, argument, inner).map(([a, b, body]) => `{% case ${a} %}{% when ${b} %}${body}{% else %}z{% endcase %}`),
      fc.tuple(argument, inner).map(([list, body]) => `{% tablerow i in ${list} cols:2 %}${body}{% endtablerow %}`),
      fc.tuple(fc.constantFrom('x', 'customer', '__proto__', 'constructor', 'a.b'), argument).map(([to, value]) => `{% assign ${to} = ${value} %}`),
      fc.tuple(fc.constantFrom('x', 'customer', '__proto__'), inner).map(([to, body]) => `{% capture ${to} %}${body}{% endcapture %}`),
      argument.map((value) => `{% cycle ${value}, "b" %}{% increment x %}{% decrement ${value} %}`),
      argument.map((value) => `{% render ${value} %}{% include ${value} %}{% layout ${value} %}`),
      argument.map((value) => `{% liquid\nassign x = ${value}\necho x\n%}{% echo ${value} %}`),
    ),
  }
}).text

/** Each once took, or might take, far more than its share. */
export const hostileTemplates: readonly string[] = [
  '{% for i in (1..1000000000) %}{% endfor %}',
  '{% for i in (1..100000) %}{% for j in (1..100000) %}x{% endfor %}{% endfor %}',
  '{% for i in (1..3000) %}{% for j in (1..3000) %}{% if i == j %}{% endif %}{% endfor %}{% endfor %}',
  '{% assign x = "aaaaaaaaaa" %}{% for i in (1..60) %}{% assign x = x | append: x %}{% endfor %}{{ x }}',
  '{% capture x %}aaaaaaaaaa{% endcapture %}{% for i in (1..60) %}{% capture x %}{{ x }}{{ x }}{% endcapture %}{% endfor %}{{ x }}',
  '{% assign x = "a" %}{% for i in (1..40) %}{% assign x = x | replace: "a", "aaaaaaaa" %}{% endfor %}{{ x | size }}',
  '{% assign l = (1..1000000) %}{% for i in (1..100) %}{{ l | sort | size }}{% endfor %}',
  '{% for i in (1..1000) %}{{ customer.long | split: "" | reverse | join: "" | size }}{% endfor %}',
  '{% for i in (1..100000) %}{{ customer.long | strip_html | size }}{% endfor %}',
  '{{ customer.long | strip_html }}',
  '{{ "<script<script<script" | append: customer.long | strip_html }}',
  '{{ customer.angles | strip_html }}',
  '{{ customer.angles | escape_once | strip_newlines | newline_to_br | normalize_whitespace }}',
  '{{ customer.blanks | strip | lstrip | rstrip | normalize_whitespace | number_of_words }}',
  '{{ customer.blanks | slugify: "latin" }}',
  '{{ "now" | date: customer.percents }}',
  '{{ "9999-99-99" | date: "%c" }}{{ 1e300 | date: "%Y" }}{{ -1e300 | date: "%s" }}',
  '{{ "a" | truncate: 999999999999 }}{{ "a" | slice: -1e9, 1e18 }}{{ 1 | round: 1e9 }}{{ 1 | round: -400 }}',
  '{{ 1 | divided_by: 0 }}{{ 1 | modulo: 0 }}{{ "x" | plus: customer }}',
  '{{ customer | json }}{{ customer | inspect }}{{ customer.constructor | json }}',
  '{{ customer.constructor.constructor }}{{ customer.__proto__ | json }}{{ customer["constructor"] }}',
  '{{ customer.list | map: "constructor" | join }}{{ customer.list | where: "__proto__", nil | size }}',
  '{{ customer.list | group_by_exp: "i", "i.constructor" | json }}{{ customer.list | find_exp: "i", "i" }}',
  `${'{% if true %}'.repeat(20_000)}x${'{% endif %}'.repeat(20_000)}`,
  `{{ ${'a.'.repeat(50_000)}b }}`,
  `{{ a ${'| upcase '.repeat(50_000)} }}`,
  `{% assign x = ${'('.repeat(20_000)}1${')'.repeat(20_000)} %}`,
  `{{ ${'['.repeat(50_000)} }}`,
  `{{ ${'customer['.repeat(10_000)}"a"${']'.repeat(10_000)} }}`,
  `{% if ${'a and '.repeat(50_000)}b %}x{% endif %}`,
  '{{'.repeat(100_000),
  '{%'.repeat(100_000),
  '{{}}'.repeat(100_000),
  '{{ "'.repeat(50_000),
  `{{ ${'"'.repeat(100_001)} }}`,
  `{% raw %}${'{% endra'.repeat(50_000)}`,
  `{% comment %}${'{% comment %}'.repeat(20_000)}`,
  `{%- liquid ${'\n if true'.repeat(20_000)} -%}`,
  `{{ customer.name ${'|'.repeat(100_000)} }}`,
  `{% case 1 %}${'{% when 1 %}x'.repeat(30_000)}{% endcase %}`,
  '\\'.repeat(100_000) + '{{ customer.name }}',
]

/** Bodies of e-mails that a parser might choke on. */
export const hostileMails: readonly string[] = [
  '<body'.repeat(90_000),
  `<html>${'<body '.repeat(80_000)}`,
  '<a href="https://x.invalid/">'.repeat(16_000),
  `${'<a href="https://x.invalid/">y'.repeat(12_000)}`,
  '<style'.repeat(80_000),
  '</style'.repeat(60_000),
  '<!--'.repeat(120_000),
  '<'.repeat(450_000),
  '&'.repeat(450_000),
  '&#'.repeat(220_000),
  ' href ='.repeat(60_000),
  `<a ${' href = '.repeat(60_000)}>`,
  `<a${' '.repeat(450_000)}>`,
  '\n'.repeat(450_000),
  ` ${'\t '.repeat(200_000)}`,
  '<div>'.repeat(90_000),
  '<mjml>',
  '<mjml><mj-body><mj-section><mj-column><mj-text>hi',
  `<mjml><mj-body>${'<mj-section>'.repeat(5_000)}`,
  `<mjml><mj-body>${'<mj-section><mj-column><mj-text>a</mj-text></mj-column></mj-section>'.repeat(5_000)}</mj-body></mjml>`,
  `<mjml><mj-body><mj-raw>${'<div>'.repeat(50_000)}</mj-raw></mj-body></mjml>`,
  '<mjml><mj-head><mj-include path="/etc/passwd" /></mj-head><mj-body><mj-include path="../../package.json"/></mj-body></mjml>',
  '<mjml><mj-head><mj-style inline="inline">* * * * * * * * * { color: red }</mj-style></mj-head><mj-body></mj-body></mjml>',
  `<mjml><mj-head><mj-style inline="inline">${'.a .b > .c ~ .d, '.repeat(2_000)} p { color: red }</mj-style></mj-head><mj-body><mj-section><mj-column><mj-text css-class="a">x</mj-text></mj-column></mj-section></mj-body></mjml>`,
  `<mjml ${'a="b" '.repeat(50_000)}><mj-body/></mjml>`,
  `<mjml><mj-body><mj-section><mj-column><mj-text color="${'('.repeat(50_000)}">x</mj-text></mj-column></mj-section></mj-body></mjml>`,
  `<mjml><mj-body><mj-section padding="${'1px '.repeat(50_000)}"><mj-column width="1e99px"><mj-image width="NaN" src="x"/></mj-column></mj-section></mj-body></mjml>`,
  `<mjml><mj-body><mj-unknown><mj-table>${'<tr>'.repeat(10_000)}</mj-table></mj-unknown></mj-body></mjml>`,
  '<mjml><mj-body><mj-section><mj-column><mj-text>&nbsp;&#0;&#xffffffff;<![CDATA[x]]><!-- x --></mj-text></mj-column></mj-section></mj-body></mjml>',
  '<mjml><mj-head><mj-attributes><mj-all constructor="x" __proto__="y"/><mj-class name="__proto__" color="red"/></mj-attributes></mj-head><mj-body><mj-section mj-class="__proto__ constructor"/></mj-body></mjml>',
]
