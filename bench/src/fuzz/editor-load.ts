import { type Journey, journey } from '@wend/engine/journey/journey'
import { catalog } from '@wend/nodes/catalog'
import { z } from 'zod'
import { tidied } from '../../../editor/src/canvas/tidy.ts'
import { outletsOf } from '../../../editor/src/node-types/outlets.ts'
import { summarize } from '../../../editor/src/node-types/summary.ts'
import { createDocument } from '../../../editor/src/store/document.ts'
import { merge } from '../../../editor/src/store/merge.ts'

const kept = z.object({ base: journey, journey })

/** Everything that the editor works out as it opens a journey: its document, cards, outlets, layout, a merge. Throws where any of it fails. */
export async function loadInEditor(text: string): Promise<void> {
  const opened = journey.parse(JSON.parse(text))
  const { journey: drawn } = createDocument(opened).getState()
  for (const language of ['en', 'zh-CN'] as const) {
    for (const node of drawn.nodes) {
      const type = catalog.find(node.type, node.version)
      if (!type) continue
      const card = summarize(type.texts[language].summary, node.config, language)
      if (card.length > 2_000) throw new Error(`a card says ${card.length} characters`)
      outletsIn(node, language)
    }
  }
  const places = await tidied(drawn, {
    sizeOf: () => ({ width: 248, height: 96 }),
    outletsOf: (id) =>
      outletsIn(
        drawn.nodes.find((node) => node.id === id),
        'en',
      ),
  })
  for (const { x, y } of places.values()) if (!Number.isFinite(x + y)) throw new Error('a card is placed nowhere')
  const theirs = { ...drawn, name: 'Theirs', nodes: drawn.nodes.slice(1) }
  const { journey: both } = merge(drawn, { ...drawn, edges: drawn.edges.slice(1) }, theirs)
  kept.parse(JSON.parse(JSON.stringify({ base: drawn, journey: both })))
}

/** Node types as the editor gets them over HTTP. */
const told = new Map(
  catalog.all.map(({ type, version, category, icon, outlets, quick, takes = {}, tells = [], texts, entry }) => [
    `${type}@${version}`,
    {
      type,
      version,
      category,
      icon,
      schema: {},
      defaults: {},
      outlets: [...outlets],
      quick: [...quick],
      takes: { ...takes },
      tells: [...tells],
      texts: { ...texts },
      entry: entry !== undefined,
    },
  ]),
)

function outletsIn(node: Journey['nodes'][number] | undefined, language: 'en' | 'zh-CN'): string[] {
  const type = node && told.get(`${node.type}@${node.version}`)
  return type ? outletsOf(type, node.config, language).map(({ outlet }) => outlet) : []
}
