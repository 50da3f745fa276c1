import { describe, expect, test } from 'vitest'
import { cpuMs } from '../testing/cpu.ts'
import { htmlOfMjml, isMjml, mailParts, unsubscribePlaceholder } from './mail-html.ts'

const unsubscribeUrl = 'https://wend.example/u/1.2.email.abc'
const parts = (html: string, more: { text?: string; preheader?: string; language?: 'en' | 'zh-CN' } = {}) =>
  mailParts({ html, text: 'Words', unsubscribeUrl, language: 'en', ...more })

describe('the way to unsubscribe', () => {
  test('stands at the end of the body, in the language of the customer', () => {
    const { html, text } = parts('<html><body class="a"><p>Hi</p></body></html>', { language: 'zh-CN' })
    expect(html).toMatch(
      /^<html><body class="a"><p>Hi<\/p><p .*<a href="https:\/\/wend\.example\/u\/1\.2\.email\.abc".*>退订<\/a><\/p><\/body><\/html>$/,
    )
    expect(text).toBe(`Words\n\n退订: ${unsubscribeUrl}`)
  })

  test('is not added where the body offers one', () => {
    const { html, text } = parts(`<body><a href="${unsubscribePlaceholder}">Go</a></body>`, {
      text: `Go (${unsubscribePlaceholder})`,
    })
    expect(html).toBe(`<body><a href="${unsubscribeUrl}">Go</a></body>`)
    expect(text).toBe(`Go (${unsubscribeUrl})`)
  })
})

test('a fragment becomes a document, and keeps every letter', () => {
  const { html } = parts('<p>$& 你好</p>')
  expect(html).toMatch(/^<!doctype html>\n<html><head><meta charset="utf-8">/)
  expect(html).toContain('<p>$& 你好</p>')
})

test('the preheader comes first, hidden and escaped', () => {
  const { html } = parts('<BODY>\n<p>Hi</p>', { preheader: ' 5 < 6 & "so" ' })
  expect(html).toMatch(/^<BODY><div style="display:none[^"]*">5 &lt; 6 &amp; &quot;so&quot;<\/div>\n<p>Hi<\/p><p /)
})

test('what claims to end the body before it begins is read as it stands', () => {
  expect(parts('</body><body>x').html).toMatch(/^<\/body><body>x<p /)
})

test('letters that grow as they become small do not move the end of the body', () => {
  expect(parts(`<body>${'İ'.repeat(50)}</BODY></html>`).html).toMatch(/^<body>İ{50}<p .*<\/p><\/BODY><\/html>$/)
})

test('bodies that only ever begin are read in one pass', () => {
  const spentMs = cpuMs(() => {
    expect(parts('<body'.repeat(90_000)).html).toContain('Unsubscribe')
    expect(parts(`<html>${'<body '.repeat(80_000)}`).html).toContain('Unsubscribe')
  })
  expect(spentMs).toBeLessThan(3_000)
})

test('a picture of MJML without an address is left out, and no other', async () => {
  const pictures = `<mj-image src="" alt="a" /><mj-image alt='b' src=' ' href="x"></mj-image><mj-image src="https://s.example/c.png" alt="c" />`
  const html = await htmlOfMjml(
    `<mjml><mj-body><mj-section><mj-column>${pictures}<mj-text>Words</mj-text></mj-column></mj-section></mj-body></mjml>`,
  )
  expect(html?.match(/<img\b/g)).toHaveLength(1)
  expect(html).toContain('c.png')
})

test('MJML that would hold the worker for seconds is refused', async () => {
  const section = '<mj-section><mj-column><mj-text>a</mj-text></mj-column></mj-section>'
  const spentMs = await cpuMs(async () => {
    expect(await htmlOfMjml(`<mjml><mj-body>${section.repeat(5_000)}</mj-body></mjml>`)).toBeUndefined()
    expect(await htmlOfMjml(`<mjml><mj-body>${section.repeat(200)}</mj-body></mjml>`)).toContain('<body')
  })
  expect(spentMs).toBeLessThan(3_000)
})

test('MJML becomes HTML, and includes no file', async () => {
  expect(isMjml('\n <mjml><mj-body/></mjml>')).toBe(true)
  expect(isMjml('<p>mjml</p>')).toBe(false)
  const html = await htmlOfMjml(
    '<mjml><mj-body><mj-include path="/etc/passwd" type="html" /><mj-section><mj-column><mj-text>Hi Ada</mj-text></mj-column></mj-section></mj-body></mjml>',
  )
  expect(html).toContain('Hi Ada')
  expect(html).toContain('<body')
  expect(html).not.toContain('root:')
  expect(html).not.toContain('<mj-')
  expect(html).not.toContain('https://')
})

test('what is no MJML at all is undefined, never an exception', async () => {
  expect(await htmlOfMjml('<mjml')).toBeUndefined()
})
