import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compile } from '@wend/engine/compile/compile'
import { type Journey, journey } from '@wend/engine/journey/journey'
import { type Family, families } from '@wend/engine/lifecycle/drafts'
import type { Catalog } from '@wend/nodes/catalog'
import type { Language } from '@wend/nodes/sdk/issue'
import { type Json, json } from '@wend/nodes/sdk/json'
import { z } from 'zod'

/** A journey that is ready to be taken, in one language. */
export interface Template {
  id: string
  family: Family
  name: string
  /** One sentence: what it does. */
  about: string
  /** What it listens to, sorted. */
  events: readonly string[]
  journey: Journey
}

const folder = fileURLToPath(new URL('./files', import.meta.url))
const text = z.strictObject({ en: z.string(), 'zh-CN': z.string() })
const file = z.strictObject({ family: z.enum(families), about: text, journey: json })

/** Reads the templates of every language, in the order of their files. Throws where one could not be published as it is. */
export async function readTemplates(catalog: Catalog): Promise<Record<Language, readonly Template[]>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const files = await Promise.all(
    names.map(async (name) => ({
      id: name.replace(/^\d+-|\.json$/g, ''),
      ...file.parse(JSON.parse(await readFile(`${folder}/${name}`, 'utf8'))),
    })),
  )
  const inAll = (language: Language) => files.map((each) => templateOf(each, language, catalog))
  return { en: inAll('en'), 'zh-CN': inAll('zh-CN') }
}

function templateOf(
  { id, family, about, journey: told }: { id: string } & z.output<typeof file>,
  language: Language,
  catalog: Catalog,
): Template {
  const read = journey.parse(inLanguage(told, language))
  const compiled = compile(read, catalog, { language })
  if (!compiled.ok) throw new Error(`the template ${id} cannot be published: ${JSON.stringify(compiled.issues)}`)
  const { plan } = compiled.value
  const counted = plan.facts.flatMap(({ field }) => (field.startsWith('did.') ? [field.slice('did.'.length)] : []))
  const events = [...new Set([...plan.listens, ...counted])].sort()
  return { id, family, name: read.name, about: about[language], events, journey: read }
}

/** A file says each text in every language: `{ "en": …, "zh-CN": … }` becomes the one that is wanted. */
function inLanguage(value: Json, language: Language): Json {
  const said = text.safeParse(value)
  if (said.success) return said.data[language]
  if (Array.isArray(value)) return value.map((member) => inLanguage(member, language))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inLanguage(member, language)]))
}
