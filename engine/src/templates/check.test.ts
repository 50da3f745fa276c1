import { describe, expect, test } from 'vitest'
import { checkTemplate } from './check.ts'

const codes = (source: string, format: Parameters<typeof checkTemplate>[1] = 'text') =>
  checkTemplate(source, format, 'en').map(({ code, severity }) => `${severity}: ${code}`)

describe('a template is checked before anybody receives it', () => {
  test('a good one has nothing against it', () => {
    expect(
      codes("Hi {{ customer.name | default: 'friend' }}{% if event.value > 3 %}{{ event.value | round }}{% endif %}"),
    ).toEqual([])
    expect(
      codes(
        '{% assign x = customer.name %}{% for t in event.items %}{{ t.sku }}{{ x }}{{ forloop.index }}{% endfor %}',
      ),
    ).toEqual([])
    expect(codes('https://x.test/{{ event.id }}', 'url')).toEqual([])
    expect(codes('')).toEqual([])
  })

  test('secrets may be named only where they may stand', () => {
    const named = ['{{ secrets.token }}', '{{ secrets["token"] | upcase }}', '{% assign s = secrets %}{{ s.token }}']
    for (const source of named) {
      expect(codes(source)).toEqual(['error: secret-not-here'])
      expect(checkTemplate(source, 'text', 'en', { secrets: true })).toEqual([])
    }
    expect(codes('{{ customer.secrets }} secrets.token')).toEqual([])
    expect(checkTemplate('{{ secrets.token }}', 'text', 'zh-CN')[0]?.message).toContain('Webhook')
  })

  test('faults are told apart, with the line and the remedy', () => {
    expect(codes('{{ customer.name | upcas }}')).toEqual(['error: unknown-filter'])
    expect(codes('{% iff x %}')).toEqual(['error: unknown-tag'])
    expect(codes('{% include "x" %}')).toEqual(['error: unknown-tag'])
    expect(codes('{{ customer.name')).toEqual(['error: not-closed'])
    expect(codes('{% if customer.name %}')).toEqual(['error: not-closed'])
    expect(codes('{{ customer.name | raw }}', 'html')).toEqual(['error: no-raw'])
    expect(codes('{% for %}{% endfor %}')).toEqual(['error: template-syntax'])
    expect(codes('https://{{ event.host | nope }}/', 'url')).toEqual([
      'error: template-in-host',
      'error: unknown-filter',
    ])
    expect(codes('{{ name }}')).toEqual(['warning: unknown-variable'])
    expect(codes('{% if true %}'.repeat(50_000))).toHaveLength(1)
    expect(codes('x'.repeat(1_000_001))).toEqual(['error: template-too-large'])
    expect(checkTemplate('one\n{{ customer.name | upcas }}', 'text', 'en')[0]?.message).toBe(
      'There is no filter “upcas” (line 2, column 1). Correct its name, or remove it.',
    )
    expect(checkTemplate('one\n{{ customer.name | upcas }}', 'text', 'zh-CN')[0]?.message).toContain('第 2 行')
  })
})
