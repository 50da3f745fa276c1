import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, type WorkflowBundleOption } from '@temporalio/worker'
import { z } from 'zod'

const workflow = fileURLToPath(new URL('./workflow/journey.ts', import.meta.url))
const sources = [workflow, fileURLToPath(new URL('./step/instruction.ts', import.meta.url))]
const kept = fileURLToPath(new URL('../dist', import.meta.url))
const { version } = z
  .object({ version: z.string() })
  .parse(createRequire(import.meta.url)('@temporalio/worker/package.json'))

type Logger = NonNullable<Parameters<typeof bundleWorkflowCode>[0]['logger']>
const silent: Logger = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} }

/** The workflow as the worker runs it. Bundling takes seconds, so it is kept beside the sources until they change. */
export async function bundleWorkflow(logger: Logger = silent): Promise<WorkflowBundleOption> {
  const hash = createHash('sha256').update(version)
  for (const source of sources) hash.update(await readFile(source))
  const file = join(kept, `workflow-${hash.digest('hex').slice(0, 16)}.js`)
  if (existsSync(file)) return { codePath: file }

  const { code } = await bundleWorkflowCode({ workflowsPath: workflow, logger })
  try {
    await mkdir(kept, { recursive: true })
    const written = `${file}.${process.pid}`
    await writeFile(written, code)
    // Whole or not at all, also where several workers start at once.
    await rename(written, file)
  } catch {
    // A folder that cannot be written to only costs the time.
  }
  return { code }
}
