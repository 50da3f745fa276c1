import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allowedHosts, isPublicAddress } from './addresses.ts'

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '239.1.1.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '100::1',
  'localhost',
  '',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each(['1.1.1.1', '8.8.8.8', '100.128.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1', '64:ff9b::8.8.8.8'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true)
  },
)

test('no way of writing a private IPv4 address into IPv6 makes it public', () => {
  const octet = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(
      fc.tuple(fc.constantFrom(10, 127), octet, octet, octet),
      fc.constantFrom('::', '::ffff:', '64:ff9b::'),
      (parts, prefix) => {
        expect(isPublicAddress(prefix + parts.join('.'))).toBe(false)
        const [a, b, c, d] = parts
        expect(isPublicAddress(`2002:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}::1`)).toBe(false)
      },
    ),
  )
})

test('a host is allowed on every port, or on the one that is named', () => {
  const allows = allowedHosts(' localhost , 10.0.0.5:8080,[::1]:9000, [fd00::2],bücher.example,web:443,%%%,,')
  const asked = (url: string) => allows(new URL(url))
  expect(asked('http://localhost/')).toBe(true)
  expect(asked('http://LOCALHOST:4567/')).toBe(true)
  expect(asked('http://10.0.0.5:8080/')).toBe(true)
  expect(asked('http://10.0.0.5/')).toBe(false)
  expect(asked('http://[::1]:9000/')).toBe(true)
  expect(asked('http://[::1]:9001/')).toBe(false)
  expect(asked('http://[fd00::2]:1/')).toBe(true)
  expect(asked('http://xn--bcher-kva.example/')).toBe(true)
  expect(asked('https://web/')).toBe(true)
  expect(asked('http://web/')).toBe(false)
  expect(asked('http://127.0.0.1/')).toBe(false)
})

test('an empty list allows nothing', () => {
  expect(allowedHosts('')(new URL('http://localhost/'))).toBe(false)
})
