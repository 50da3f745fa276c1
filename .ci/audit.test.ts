import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const script = fileURLToPath(new URL('./audit.mjs', import.meta.url))
const far = '2999-01-31'

interface Exception {
  id: string
  reason: string
  expires: string
}
interface Given {
  /** Licence by package; as npm writes it into the lock. */
  licences?: Record<string, string>
  exceptions?: { advisories?: Exception[]; licences?: Exception[] }
  /** What the registry answers; absent: it refuses. */
  advisories?: object
}

/** Runs the check over a folder with these packages, against a registry on this machine. */
async function audit({ licences = { left: 'MIT' }, exceptions = {}, advisories }: Given) {
  const registry = createServer((request, response) => {
    request.resume().once('end', () => {
      response.statusCode = advisories ? 200 : 405
      response.setHeader('Content-Type', 'application/json')
      // Asked with GET it tells which versions there are.
      const versions = { '1.0.0': { name: 'left', version: '1.0.0' } }
      const told = request.method === 'POST' ? advisories : { name: 'left', versions, 'dist-tags': { latest: '1.0.0' } }
      response.end(JSON.stringify(told ?? {}))
    })
  }).listen(0, '127.0.0.1')
  await once(registry, 'listening')
  const address = registry.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const folder = await mkdtemp(join(tmpdir(), 'wend-audit-'))
  const names = Object.keys(licences)
  const dependencies = Object.fromEntries(names.map((name) => [name, '1.0.0']))
  const root = { name: 'shop', version: '1.0.0', dependencies }
  const packages = names.map((name) => [`node_modules/${name}`, { version: '1.0.0', license: licences[name] }])
  const files = {
    '.npmrc': `registry=http://127.0.0.1:${port}/\ncache=${join(folder, 'cache')}\n`,
    'package.json': root,
    'package-lock.json': { ...root, lockfileVersion: 3, packages: { '': root, ...Object.fromEntries(packages) } },
    '.ci/exceptions.json': { advisories: [], licences: [], ...exceptions },
  }
  try {
    for (const [file, content] of Object.entries(files)) {
      await mkdir(join(folder, dirname(file)), { recursive: true })
      await writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content))
    }
    return await new Promise<{ code: number | string; said: string }>((resolve) => {
      execFile(process.execPath, [script, folder], { cwd: folder }, (error, out, err) =>
        resolve({ code: error?.code ?? 0, said: out + err }),
      )
    })
  } finally {
    registry.close()
    await rm(folder, { recursive: true })
  }
}

const advisory = {
  id: 1,
  url: 'https://example.com/advisories/GHSA-aaaa-bbbb-cccc',
  title: 'Loops for ever',
  severity: 'high',
  vulnerable_versions: '<2.0.0',
}

test('a known weakness fails, unless a dated exception that has not expired names it', async () => {
  const advisories = { left: [advisory] }
  const found = await audit({ advisories })
  expect([found.code, found.said]).toEqual([
    1,
    expect.stringContaining('GHSA-aaaa-bbbb-cccc (high) in left: Loops for ever'),
  ])
  const excepted = (expires: string, reason = 'We never call it with what a stranger sends') =>
    audit({ advisories, exceptions: { advisories: [{ id: 'GHSA-aaaa-bbbb-cccc', reason, expires }] } })
  expect(await excepted(far)).toMatchObject({ code: 0 })
  const late = await excepted('2026-01-31')
  expect([late.code, late.said]).toEqual([1, expect.stringContaining('GHSA-aaaa-bbbb-cccc expired on 2026-01-31')])
  expect((await excepted(far, '')).code).toBe(1)
  expect(await audit({ advisories: {} })).toMatchObject({
    code: 0,
    said: expect.stringContaining('advisories: 0 known'),
  })
})

test('where the registry does not answer that is said, and the licences are checked all the same', async () => {
  const unasked = await audit({})
  expect([unasked.code, unasked.said]).toEqual([0, expect.stringContaining('THE REGISTRY WAS NOT ASKED')])
  expect((await audit({ licences: { left: 'GPL-3.0-only' } })).code).toBe(1)
})

test.each([
  ['MIT', 0],
  ['(GPL-2.0 OR MIT)', 0],
  ['Apache-2.0 AND MIT', 0],
  ['MIT AND GPL-2.0', 1],
  ['SEE LICENSE IN FILE', 1],
  ['', 1],
])('a package under %j ends with %i', async (licence, code) => {
  expect((await audit({ licences: { left: licence }, advisories: {} })).code).toBe(code)
})
