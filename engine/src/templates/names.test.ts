import { Liquid } from 'liquidjs'
import { expect, test } from 'vitest'
import { cpuMs } from '../testing/cpu.ts'
import { checkTemplate } from './check.ts'
import { rootNames } from './names.ts'

const liquid = new Liquid()

test.each([
  '{{ customer.name | default: event.name, allow_false: entry.x }}',
  '{{ ["secrets"].token }}{{ event[customer.key][workspace["a"]].x }}{{ [journey.name] }}',
  '{% assign x = secrets %}{{ x.a }}{% for t in event.items limit: entry.n %}{{ t }}{{ forloop.index }}{% endfor %}{{ t }}',
  '{% if customer.a and event.b contains (entry.c..4) or nobody == "x" %}{{ x }}{% elsif y %}{% else %}{{ z }}{% endif %}',
  '{% case a %}{% when b, c %}{{ d }}{% else %}{{ e }}{% endcase %}{% unless f %}{{ g }}{% endunless %}',
  '{% capture h %}{{ i }}{% endcapture %}{{ h }}{% tablerow j in k cols: l %}{{ j }}{{ tablerowloop.col }}{% endtablerow %}',
  '{% cycle m, "n" %}{% increment o %}{% decrement p %}{{ q[0] }}{{ 1.5 }}{{ true }}{{ empty }}{% echo r %}',
  '{% liquid assign s = t\n echo s %}{{ u | where_exp: "v", "v.w" }}',
])('the names in %s are those that liquidjs finds', (source) => {
  const templates = liquid.parse(source)
  expect(rootNames(templates).sort()).toEqual(liquid.globalVariablesSync(templates).sort())
})

test('what is long is checked in the time that it takes to read it, or refused', () => {
  const codes = (source: string) => checkTemplate(source, 'text', 'en').map(({ code }) => code)
  const spentMs = cpuMs(() => {
    expect(codes(`{% if ${'a and '.repeat(50_000)}secrets.b %}x{% endif %}`)).toEqual([
      'secret-not-here',
      'unknown-variable',
    ])
    expect(codes(`{% case 1 %}${'{% when 1 %}x'.repeat(30_000)}{% endcase %}`)).toEqual(['template-too-large'])
    expect(codes(`{% if true %}${'{{ customer.a }}'.repeat(9_000)}{% endif %}`)).toEqual([])
  })
  expect(spentMs).toBeLessThan(5_000)
})
