import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../../api/src/start/settings.ts'
import { comparison, holds, type Results, reportOf, results } from './report.ts'
import { rows } from './rows/all.ts'
import { machine } from './stand/machine.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, full: { type: 'boolean' }, compare: { type: 'boolean' } },
})
const { quick = false, full = false, compare = false } = values

if (compare) await compareFiles(positionals)
else await measure(positionals)

function verdict(broken: number): string {
  if (quick) return 'A quick look judges no bound.'
  return broken === 0 ? 'Every bound holds.' : `${broken} bounds are broken.`
}

async function compareFiles(files: string[]): Promise<void> {
  const read = async (file = '') => results.parse(JSON.parse(await readFile(file, 'utf8')))
  console.log(comparison(await read(files[0]), await read(files[1])))
}

async function measure(names: string[]): Promise<void> {
  const unknown = names.find((name) => !rows.some((row) => row.name === name))
  if (unknown) {
    console.error(`There is no row ${unknown}: choose of ${rows.map(({ name }) => name).join(', ')}.`)
    process.exit(2)
  }
  const mode = quick ? 'quick' : full ? 'full' : 'default'
  const measured: Results = { at: new Date().toISOString(), mode, machine: await machine(), rows: {} }
  console.log(`${Object.values(measured.machine).join(' · ')} · ${mode}\n`)

  let broken = 0
  for (const row of rows) {
    if (names.length > 0 && !names.includes(row.name)) continue
    const beganMs = Date.now()
    console.log(row.what)
    const result = await row.run({ quick, full, say: (progress) => process.stderr.write(`  ${progress}\n`) })
    measured.rows[row.name] = { tookSeconds: Math.round((Date.now() - beganMs) / 1000), ...result }
    console.log(reportOf(row.name, result, !quick))
    if (!quick) broken += result.lines.filter((line) => !holds(line)).length
  }

  const folder = join(root, 'bench', 'results')
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${measured.at.replace(/[:.]/g, '-')}.json`)
  await writeFile(file, `${JSON.stringify(measured, null, 2)}\n`)
  console.log(`${verdict(broken)} Written to ${file}`)
  process.exit(broken === 0 ? 0 : 1)
}
