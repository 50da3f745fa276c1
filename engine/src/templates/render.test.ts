import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cpuMs } from '../testing/cpu.ts'
import { createRender, TemplateError } from './render.ts'

const scope = {
  customer: {
    id: 'ada',
    name: 'Ada "<b>" O\'Neil\r\nBcc: x',
    level: 'gold',
    tags: ['a', 'b'],
    big: 'x'.repeat(1000),
    dots: '..',
    age: 36,
  },
  event: { value: 20.5, items: [{ sku: 'a"1' }], note: 'one\ntwo', ids: Array.from({ length: 2000 }, (_, nth) => nth) },
  entry: { cart_id: 'c/1?x=#&' },
  journey: { name: 'Cart reminder' },
  workspace: { name: 'Shop' },
}
const render = createRender(scope)

const codeOf = (task: () => unknown): string => {
  try {
    task()
  } catch (error) {
    if (error instanceof TemplateError) return error.code
    throw error
  }
  return 'none'
}

describe('values are escaped for where they stand', () => {
  test('in text and in the author’s own words nothing is escaped', () => {
    expect(render.text('{{ customer.name }} & <co>')).toBe('Ada "<b>" O\'Neil\r\nBcc: x & <co>')
    expect(render.html('<p>&copy; {{ journey.name }}</p>')).toBe('<p>&copy; Cart reminder</p>')
  })

  test('in HTML always, once, also when captured, echoed, cycled or escaped by hand', () => {
    const name = 'Ada &quot;&lt;b&gt;&quot; O&#39;Neil\r\nBcc: x'
    expect(render.html('{{ customer.name }}')).toBe(name)
    expect(render.html('{{ customer.name | escape }}')).toBe(name)
    expect(render.html('{% capture x %}<i>{{ customer.name }}{% endcapture %}{{ x }}')).toBe(`&lt;i&gt;${name}`)
    expect(render.html('{% echo customer.name %}')).toBe(name)
    expect(render.html('{% cycle customer.name, 1 %}')).toBe(name)
    expect(render.html('{% liquid\necho customer.name\n%}')).toBe(name)
    expect(render.html('{% for t in customer.tags %}<b>{{ t }}</b>{% endfor %}')).toBe('<b>a</b><b>b</b>')
    expect(render.html('{{ event.note | newline_to_br }}')).toBe('one<br />\ntwo')
    expect(codeOf(() => render.html('{{ customer.name | raw }}'))).toBe('template-syntax')
  })

  test('in JSON inside a string, and as a whole value outside', () => {
    expect(JSON.parse(render.json('{"name": "{{ customer.name }}"}'))).toEqual({ name: scope.customer.name })
    expect(
      JSON.parse(
        render.json('{"a\\"b": {{ event.value }}, "missing": {{ event.missing }}, "at": "{{ event.missing }}"}'),
      ),
    ).toEqual({
      'a"b': 20.5,
      missing: null,
      at: '',
    })
    expect(
      JSON.parse(
        render.json(
          '{"items": {{ event.items | json }}, "again": {{ event.items }}, "text": "{{ event.items | json }}"}',
        ),
      ),
    ).toEqual({
      items: [{ sku: 'a"1' }],
      again: [{ sku: 'a"1' }],
      text: '[{"sku":"a\\"1"}]',
    })
    expect(JSON.parse(render.json('[{{ customer.name }}]'))).toEqual([scope.customer.name])
  })

  test('in a URL percent-encoded, unable to leave their part of it', () => {
    expect(render.url('https://x.test/c/{{ entry.cart_id }}?n={{ customer.name }}')).toBe(
      'https://x.test/c/c%2F1%3Fx%3D%23%26?n=Ada%20%22%3Cb%3E%22%20O%27Neil%0D%0ABcc%3A%20x',
    )
    expect(render.url('https://x.test/a/{{ customer.dots }}/b?q={{ customer.dots }}')).toBe('https://x.test/a//b?q=..')
    expect(render.url('https://x.test/{{ customer.name | url_encode }}')).toBe(
      render.url('https://x.test/{{ customer.name }}'),
    )
  })

  test('in a header without line breaks and control characters', () => {
    expect(render.header('Dear {{ customer.name }}\0')).toBe('Dear Ada "<b>" O\'Neil Bcc: x')
  })

  test('whatever a customer is called, the body stays what its author drew', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constantFrom('", "admin": true, "', '\\', '{{ x }}')),
        (name) => {
          const own = createRender({ ...scope, customer: { name } })
          expect(JSON.parse(own.json('{"in": "a{{ customer.name }}", "out": {{ customer.name }}}'))).toEqual({
            in: `a${name}`,
            out: name,
          })
          expect(own.html('{{ customer.name }}')).not.toMatch(/[<>"'`]/)
          expect(own.header('{{ customer.name }}')).not.toMatch(/[\r\n\0]/)
          const url = new URL(own.url('https://x.test/a/{{ customer.name }}/b'))
          expect([url.host, url.pathname.split('/').length, url.search, url.hash]).toEqual(['x.test', 4, '', ''])
        },
      ),
    )
  })
})

test('no template stands in scheme, host or port', () => {
  for (const source of [
    '{{ event.url }}',
    'https://{{ event.host }}/x',
    'https://x.test{{ event.path }}',
    'https://x.test:80{{ event.port }}/',
    'https://user:{{ event.x }}@x.test/',
    'https://x.test\\{{ event.x }}',
    '{% if true %}https://x.test/{% endif %}',
    '//{{ event.host }}',
    '/\\{{ event.host }}/',
  ]) {
    expect(
      codeOf(() => render.url(source)),
      source,
    ).toBe('template-in-host')
  }
  expect(createRender({ ...scope, event: { host: '/evil.test' } }).url('/{{ event.host }}')).toBe('/%2Fevil.test')
  expect(render.url('/orders/{{ entry.cart_id }}')).toBe('/orders/c%2F1%3Fx%3D%23%26')
})

test('dates are written in the customer’s zone', () => {
  const at = '{{ "2026-01-05T20:00:00Z" | date: "%d %H:%M" }}'
  expect(createRender(scope, { timeZone: 'Asia/Shanghai' }).text(at)).toBe('06 04:00')
  expect(render.text(at)).toBe('05 20:00')
})

test('what is written and comes out empty is told by its path; conditions, fallbacks and what has a value are not', () => {
  const emptyIn = (source: string) => {
    const found: string[] = []
    const own = { ...scope, customer: { name: 'Ada', nick: '', none: null, list: [] } }
    createRender(own, { noteEmpty: (path) => found.push(path) }).html(source)
    return found
  }
  expect(emptyIn('{{ customer.name }}{{ customer.first }}{{ customer.nick }}{{ customer.none }}')).toEqual([
    'customer.first',
    'customer.nick',
    'customer.none',
  ])
  expect(emptyIn('{{ customer.first | upcase }}{{ customer["first name"].x }}{{ customer.list }}')).toEqual([
    'customer.first',
    'customer["first name"].x',
    'customer.list',
  ])
  expect(emptyIn('{{ customer.first | default: "friend" }}{{ customer.first | default: customer.name }}')).toEqual([])
  expect(emptyIn('{{ customer.first | default: customer.nick }}')).toEqual(['customer.first'])
  expect(emptyIn('{% if customer.first %}x{% else %}{{ customer.name }}{{ "" }}{% endif %}')).toEqual([])
  expect(emptyIn('{% for item in event.items %}{{ item.sku }}{{ item.title }}{% endfor %}')).toEqual(['item.title'])
  expect(emptyIn('{% capture hi %}Hi {{ customer.first }}{% endcapture %}{{ hi }}{% echo customer.nick %}')).toEqual([
    'customer.first',
    'customer.nick',
  ])
})

test('a scope is never changed by a template', () => {
  const own = { ...scope, customer: Object.freeze({ n: 1 }) }
  expect(createRender(own).text('{% increment customer %}{% assign event = 1 %}{{ event }}')).toBe('01')
  expect(own.customer).toEqual({ n: 1 })
})

test('prototypes are out of reach', () => {
  for (const path of [
    'customer.constructor',
    'customer.__proto__',
    'customer["__proto__"]["constructor"]',
    'customer.toString',
    'customer.name.constructor',
    'customer.tags.constructor',
    'event.items.first.constructor',
    'customer.hasOwnProperty',
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
  ]) {
    expect(render.text(`{{ ${path} }}`), path).toBe('')
    expect(render.json(`{{ ${path} }}`), path).toBe('null')
  }
  expect(
    render.text(
      '{{ customer.tags | map: "constructor" }}{{ customer.tags | where: "constructor" }}{{ customer | map: "__proto__" }}',
    ),
  ).toBe('')
  expect(codeOf(() => render.text('{{ 1 | constructor }}'))).toBe('template-syntax')
  expect(codeOf(() => render.text('{% constructor %}'))).toBe('template-syntax')
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

describe('what loops or allocates is contained within a second', () => {
  const contained: Record<string, string> = {
    'a long range': '{% for i in (1..1000000000) %}x{% endfor %}',
    'nested ranges':
      '{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..1000) %}{% endfor %}{% endfor %}{% endfor %}',
    'nested lists':
      '{% for i in event.ids %}{% for j in event.ids %}{% for k in event.ids %}{% assign x = k %}{% endfor %}{% endfor %}{% endfor %}',
    'doubling by append':
      '{% assign s = customer.big %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}',
    'doubling by capture':
      '{% assign s = customer.big %}{% for i in (1..60) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}{{ s | size }}',
    'doubling by replace':
      '{% assign s = customer.big %}{% for i in (1..60) %}{% assign s = s | replace: "x", "xx" %}{% endfor %}{{ s }}',
    'doubling lists':
      '{% assign s = event.ids %}{% for i in (1..60) %}{% assign s = s | concat: s %}{% endfor %}{{ s }}',
    'a wide date': '{{ "now" | date: "%1000000000d" }}',
    'much output': '{% for i in event.ids %}{% for j in event.ids %}{{ customer.big }}{% endfor %}{% endfor %}',
    'much JSON': '{% for i in event.ids %}{% for j in event.ids %}{{ event | json }}{% endfor %}{% endfor %}',
    'many joins': '{% for i in event.ids %}{% assign s = event.ids | join: customer.big %}{% endfor %}',
    tables: '{% tablerow i in (1..100000000) cols:1 %}{{ i }}{% endtablerow %}',
  }
  for (const [name, source] of Object.entries(contained)) {
    test(name, () => {
      expect(cpuMs(() => expect(codeOf(() => render.html(source))).toBe('template-limit'))).toBeLessThan(1500)
    })
  }

  test('a loop is broken off by how much it draws', () => {
    const looped = (times: number) => `{% for i in (1..${times}) %}{{ i }}{% endfor %}`
    expect(render.text(looped(2_000))).toHaveLength(9 + 180 + 2_700 + 4 * 1_001)
    expect(codeOf(() => render.text(looped(60_000)))).toBe('template-limit')
  })

  test('one that did so for three customers is refused at once for a while, and no other is', () => {
    const endless = '{% for i in (1..100000000) %}{{ i | times: 3 }}{% endfor %}'
    for (let nth = 0; nth < 3; nth++) expect(codeOf(() => render.text(endless))).toBe('template-limit')
    const again = () => {
      for (let nth = 0; nth < 100; nth++) expect(codeOf(() => render.text(endless))).toBe('template-limit')
    }
    expect(cpuMs(again)).toBeLessThan(50)
    expect(render.text('{{ customer.name }}')).not.toBe('')
  })

  test('tags nested deeply, and an endless open tag', () => {
    const depth = 100_000
    const all = () => {
      expect(codeOf(() => render.text('{% if true %}'.repeat(depth)))).toMatch(/^template-/)
      expect(codeOf(() => render.text('{% if true %}'.repeat(20_000) + '{% endif %}'.repeat(20_000)))).toMatch(
        /^template-|none/,
      )
      expect(codeOf(() => render.text(`{{ ${'['.repeat(depth)} }}`))).toMatch(/^template-/)
      expect(codeOf(() => render.text(`{{ a${'| upcase'.repeat(depth)} }}`))).toMatch(/^template-|none/)
      expect(codeOf(() => render.text('{{'.repeat(depth)))).toMatch(/^template-/)
      expect(codeOf(() => render.text('x{{ a }}'.repeat(200_000)))).toBe('template-limit')
    }
    expect(cpuMs(all)).toBeLessThan(5000)
  })

  test('files are out of reach', () => {
    for (const tag of ['include', 'render', 'layout', 'block'])
      expect(codeOf(() => render.text(`{% ${tag} "/etc/passwd" %}`))).toBe('template-syntax')
  })

  test('no message tells what was being rendered', () => {
    try {
      render.text('{{ customer.name | times: customer }}{{ customer.big | nothing }}')
    } catch (error) {
      expect(String(error)).not.toContain('Ada')
      expect(String(error)).not.toContain('xxxx')
    }
  })
})
