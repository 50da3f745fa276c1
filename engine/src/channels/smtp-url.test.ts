import { expect, test } from 'vitest'
import { smtpServer } from './smtp-url.ts'

test('an address with everything', () => {
  expect(smtpServer('smtps://ada%40x:p%2Fw@mail.example:2465?rejectUnauthorized=false')).toEqual({
    server: { host: 'mail.example', port: 2465, secure: true, requireTls: false, anyCertificate: true },
    credentials: { user: 'ada@x', pass: 'p/w' },
  })
})

test('a host alone', () => {
  expect(smtpServer('smtp://[::1]')).toEqual({
    server: { host: '::1', port: 587, secure: false, requireTls: false, anyCertificate: false },
    credentials: undefined,
  })
})

test.each(['', 'mail.example', 'http://mail.example', 'smtp://'])('%j is refused in one sentence', (url) => {
  expect(() => smtpServer(url)).toThrow('SMTP_URL must look like')
})
