import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing.ts'

let server: TestServer
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wend-editor-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Wend</title>')
  await writeFile(join(folder, 'wend.svg'), '<svg/>')
  await writeFile(join(folder, 'assets', 'main-abc.js'), 'export {}')
  server = await testServer({ editorFolder: folder })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})
const html = { Accept: 'text/html' }

test.each(['/', '/journeys/01890a5d-ac96-774b-bcce-b302099a8057', '/customers/ada@example.com', '/outbox'])(
  '%s is the editor’s page',
  async (path) => {
    const answered = await server.call('GET', path, { headers: html })
    expect([answered.status, answered.text]).toEqual([200, '<!doctype html><title>Wend</title>'])
    expect(answered.headers.get('Cache-Control')).toBe('no-cache')
    const policy = answered.headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
  },
)

test('its pages run no script but the editor’s own files', async () => {
  const answered = await server.call('GET', '/journeys', { headers: html })
  const directives = new Map(
    (answered.headers.get('Content-Security-Policy') ?? '').split(';').map((each): [string, string] => {
      const [name = '', ...sources] = each.trim().split(' ')
      return [name, sources.join(' ')]
    }),
  )
  expect(directives.get('script-src')).toBe("'self'")
  expect(directives.get('default-src')).toBe("'self'")
  for (const name of ['object-src', 'base-uri', 'frame-ancestors']) expect(directives.get(name)).toBe("'none'")
  expect(answered.headers.get('Content-Security-Policy')).not.toMatch(/unsafe-eval/)
})

test('its files are kept for ever where their name says their content', async () => {
  const script = await server.call('GET', '/assets/main-abc.js')
  expect([script.status, script.headers.get('Cache-Control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  expect((await server.call('GET', '/wend.svg')).status).toBe(200)
})

test.each([
  '/assets/gone.js',
  '/v1/nothing',
  '/u/',
  '/c/',
  '/o/',
  '/..%2f..%2fpackage.json',
  '/%2e%2e/package.json',
  '/gone.js',
  '/.env',
])('%s is no page', async (path) => {
  expect((await server.call('GET', path, { headers: html })).status).toBe(404)
})

test('before it is built it says what to do', async () => {
  const unbuilt = await testServer({ editorFolder: join(folder, 'nowhere') })
  const answered = await unbuilt.call('GET', '/', { headers: html })
  expect([answered.status, answered.text.includes('npm run build')]).toEqual([503, true])
  await unbuilt.close()
})
