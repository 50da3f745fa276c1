import type { LayoutWords } from './words-en.ts'

type Body = (words: LayoutWords, language: string) => string

const ink = '#1f2933'
const quiet = '#52606d'
const accent = '#1d4ed8'

/** All of a message: its look stands once at its head, so that one who reads the code finds it there. */
const page = (language: string, sections: readonly string[]): string => `<mjml lang="${language}">
  <mj-head>
    <mj-attributes>
      <mj-all font-family="-apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="26px" color="${ink}" padding="8px 32px" />
      <mj-button background-color="${accent}" color="#ffffff" border-radius="8px" font-size="16px" font-weight="600" inner-padding="14px 28px" padding="16px 32px" />
      <mj-image padding="0" />
      <mj-section background-color="#ffffff" padding="8px 0" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f4f5f7" width="600px">
    <mj-spacer height="24px" />
${sections.join('\n')}
  </mj-body>
</mjml>
`

const section = (lines: readonly string[], attributes = ''): string => `    <mj-section${attributes}>
      <mj-column>
${lines.map((line) => `        ${line}`).join('\n')}
      </mj-column>
    </mj-section>`

const text = (words: string, attributes = '') => `<mj-text${attributes}>${words}</mj-text>`
const button = (words: string, attributes = '') => `<mj-button href=""${attributes}>${words}</mj-button>`
const picture = '<mj-image src="" alt="" href="" />'
const heading = (level: 1 | 2, words: string) =>
  `<h${level} style="margin: 0; font-size: ${level === 1 ? '26px' : '20px'}; line-height: 1.35; color: ${ink};">${words}</h${level}>`

const top = ' padding="24px 0 8px"'
const end = ' padding="8px 0 24px"'
const centred = ' align="center"'
const faint = ` font-size="14px" line-height="22px" color="${quiet}"`

export const letter: Body = (words, language) =>
  page(language, [
    section(
      [
        text(words.hello),
        text(words.letter.opening),
        text(words.letter.second),
        text(`${words.regards}<br />${words.sender}`),
      ],
      ' padding="24px 0"',
    ),
  ])

export const announcement: Body = (words, language) =>
  page(language, [
    section([picture], ' padding="0"'),
    section([text(heading(1, words.announcement.heading)), text(words.hello), text(words.announcement.text)], top),
    section([button(words.announcement.button, ' align="left"')], end),
  ])

export const cart: Body = (words, language) =>
  page(language, [
    section([text(heading(1, words.cart.heading)), text(words.hello), text(words.cart.text)], top),
    section(
      [
        picture,
        text(`<strong>${words.cart.product}</strong>`, ' padding="16px 32px 0"'),
        text(words.cart.about, `${faint} padding="0 32px 16px"`),
      ],
      ' background-color="#eef2ff" padding="0"',
    ),
    section([button(words.cart.button, ' width="100%"')], end),
  ])

export const voucher: Body = (words, language) =>
  page(language, [
    section([text(heading(1, words.voucher.heading), centred), text(words.voucher.text, centred)], top),
    section(
      [
        text(
          words.voucher.amount,
          ' align="center" font-size="32px" line-height="40px" font-weight="700" padding="24px 32px 0"',
        ),
        text(
          words.voucher.code,
          ` align="center" font-size="22px" line-height="30px" font-weight="600" letter-spacing="3px" color="${accent}"`,
        ),
        text(words.voucher.until, `${centred}${faint} padding="0 32px 24px"`),
      ],
      ' background-color="#eef2ff" padding="0"',
    ),
    section([button(words.voucher.button)], end),
  ])

export const question: Body = (words, language) =>
  page(language, [
    section([text(heading(1, words.question.heading), centred), text(words.question.text, centred)], top),
    section(
      [words.question.good, words.question.fair, words.question.bad].map((answer) =>
        button(
          answer,
          ` width="280px" padding="6px 32px" background-color="#eef2ff" color="${accent}" border="1px solid #c7d2fe"`,
        ),
      ),
      end,
    ),
  ])

export const newsletter: Body = (words, language) =>
  page(language, [
    section([text(heading(1, words.newsletter.heading)), text(words.newsletter.text)], top),
    ...words.newsletter.parts.map((part, nth) =>
      section(
        [
          '<mj-divider border-width="1px" border-color="#e2e5ea" padding="0 32px 24px" />',
          picture,
          text(heading(2, part.heading)),
          text(part.text),
          button(part.button, ' align="left"'),
        ],
        nth === words.newsletter.parts.length - 1 ? end : '',
      ),
    ),
  ])
