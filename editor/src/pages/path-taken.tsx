import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useCustomer } from '../api/customers.ts'
import { useNodeTypes } from '../api/node-types.ts'
import type { TimelineItem } from '../api/types.ts'
import { useVersionGraph } from '../api/versions.ts'
import { sayInstant } from '../i18n/say.ts'
import { edgeId } from '../store/journey.ts'
import { Drawing, type Path } from '../templates/drawing.tsx'

/** One time that a customer went through a journey, as far as the timeline tells of it. */
interface Walk {
  journey: string
  name: string
  version: number
  enrollment: string
  at: string
  path: Path
}

/** Beside the timeline: the way that the customer took, drawn on the version by which she went. */
export function PathTaken({ customer, items }: { customer: string; items: readonly TimelineItem[] }) {
  const { t, i18n } = useTranslation()
  const { data: known } = useCustomer(customer)
  const here = new Map((known?.journeys ?? []).map(({ enrollment, node }) => [enrollment, node]))
  const walks = walksIn(items, here)
  const [chosen, choose] = useState<string>()
  const walk = walks.find(({ enrollment }) => enrollment === chosen) ?? walks[0]
  if (!walk) return null
  const { journey, path } = walk
  return (
    <section className="known path-taken" aria-labelledby="path-title">
      <h2 id="path-title">{t('customers.path')}</h2>
      {walks.length > 1 ? (
        <select
          className="select"
          aria-label={t('customers.pathOf')}
          value={walk.enrollment}
          onChange={({ target }) => choose(target.value)}
        >
          {walks.map(({ enrollment, name, at }) => (
            <option key={enrollment} value={enrollment}>
              {name} · {sayInstant(at, i18n.language)}
            </option>
          ))}
        </select>
      ) : (
        <p>{walk.name}</p>
      )}
      <Walked walk={walk} />
      <Link to={`/journeys/${journey}/live${path.here ? `?node=${encodeURIComponent(path.here)}` : ''}`}>
        {t('customers.pathLive')}
      </Link>
    </section>
  )
}

function Walked({ walk: { journey, version, path } }: { walk: Walk }) {
  const { t } = useTranslation()
  const { data: graph } = useVersionGraph(journey, version)
  const { data: types } = useNodeTypes()
  if (!graph || !types) return <div className="drawing" aria-busy="true" />
  return (
    <>
      <Drawing journey={graph} types={types} path={path} />
      <p className="quiet">{t('customers.pathSteps', { taken: path.steps.size, of: graph.nodes.length })}</p>
    </>
  )
}

/** The newest first, as the timeline is. */
function walksIn(items: readonly TimelineItem[], here: ReadonlyMap<string, string>): Walk[] {
  const walks = new Map<string, Walk & { steps: Set<string>; ways: Set<string> }>()
  for (const item of items) {
    if (item.kind === 'event') continue
    const { enrollment, journey, journeyName: name, version, at } = item
    const steps = walks.get(enrollment)?.steps ?? new Set<string>()
    const ways = walks.get(enrollment)?.ways ?? new Set<string>()
    const now = here.get(enrollment)
    if (item.kind === 'visit') {
      steps.add(item.node)
      if (item.outlet !== null) ways.add(edgeId({ from: item.node, outlet: item.outlet }))
    }
    if (now !== undefined) steps.add(now)
    // The oldest that is told of her in it: as she entered.
    walks.set(enrollment, { journey, name, version, enrollment, at, steps, ways, path: { steps, ways, here: now } })
  }
  return [...walks.values()]
}
