import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findNodes } from '../canvas/find.ts'
import { link } from '../commands/link.ts'
import { NodeIcon } from '../node-types/icon.tsx'
import { whyNotLink } from '../node-types/links.ts'
import { nameAmong, nameBeside } from '../node-types/tell-apart.ts'
import { placesOf } from '../node-types/tree.ts'
import { outletsOfNode, summaryOf } from '../node-types/words.ts'
import { message } from '../shell/notices.ts'
import { TextInput } from '../shell/text-input.tsx'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { edgeAt, type Journey, type JourneyNode, nodeById } from '../store/journey.ts'
import type { Linking } from '../store/session.ts'

/** L: leads a way out of a step to another one, chosen from a list that says which cannot be reached, and why. */
export function LinkPicker() {
  const linking = useSession((state) => state.linking)
  return linking ? <Picker key={`${linking.from} ${linking.outlet}`} linking={linking} /> : null
}

const widthPx = 340
const heightPx = 420

function Picker({ linking }: { linking: Linking }) {
  const { t, i18n } = useTranslation()
  const { types, session, document: drawn } = useStores()
  const journey = useDocument((state) => state.journey)
  const [outlet, setOutlet] = useState(linking.outlet)
  const [search, setSearch] = useState('')
  const [nth, setNth] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const before = useRef(document.activeElement)
  const language = i18n.language
  const from = nodeById(journey, linking.from)
  const at = { from: linking.from, outlet }
  const targets = useTargets(journey, search).map((node) => ({ node, why: whyNotLink(journey, types, at, node.id) }))
  const current = targets[Math.min(nth, targets.length - 1)]
  const now = edgeAt(journey, at)?.to

  const close = () => {
    session.setState({ linking: undefined })
    if (before.current instanceof HTMLElement) before.current.focus()
  }
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) session.setState({ linking: undefined })
    }
    window.addEventListener('pointerdown', outside, true)
    return () => window.removeEventListener('pointerdown', outside, true)
  }, [session])

  const choose = (target: (typeof targets)[number]) => {
    if (target.why) return message.warning(t(`canvas.refusals.${target.why}`), 6)
    drawn.getState().dispatch(link(at, target.node.id))
    close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') close()
    else if (event.target instanceof HTMLSelectElement) return
    else if (event.key === 'ArrowDown') setNth(Math.min(nth + 1, targets.length - 1))
    else if (event.key === 'ArrowUp') setNth(Math.max(nth - 1, 0))
    else if (event.key === 'Enter' && current) choose(current)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  if (!from) return null
  const outlets = outletsOfNode(from, types, language, [linking.outlet])
  const name = nameAmong(journey, from.id, types, language)
  return (
    <div
      ref={box}
      className="picker"
      role="dialog"
      aria-label={t('linking.title', { node: name })}
      style={{
        left: Math.max(8, Math.min(linking.x - widthPx / 2, window.innerWidth - widthPx - 8)),
        top: Math.max(8, Math.min(linking.y + 8, window.innerHeight - heightPx - 8)),
        width: `min(${widthPx}px, calc(100vw - 16px))`,
      }}
      onKeyDown={onKeyDown}
    >
      {outlets.length > 1 ? (
        <label className="link-outlet">
          <span>{t('linking.outlet')}</span>
          <select className="select" value={outlet} onChange={(event) => setOutlet(event.target.value)}>
            {outlets.map((way) => (
              <option key={way.outlet} value={way.outlet}>
                {way.label}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <TextInput
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls="link-list"
        aria-activedescendant={current ? `link-${current.node.id}` : undefined}
        aria-label={t('linking.search')}
        placeholder={t('linking.title', { node: name })}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value)
          setNth(0)
        }}
      />
      <div id="link-list" className="picker-list" role="listbox" aria-label={t('linking.steps')}>
        {targets.map((target) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
          <div
            key={target.node.id}
            id={`link-${target.node.id}`}
            className="picker-option"
            role="option"
            tabIndex={-1}
            data-link={target.node.id}
            aria-selected={target === current}
            aria-disabled={target.why !== undefined}
            ref={(element) => void (target === current && element?.scrollIntoView({ block: 'nearest' }))}
            onClick={() => choose(target)}
          >
            <TargetWords node={target.node} why={target.why} now={target.node.id === now} />
          </div>
        ))}
      </div>
      {targets.length === 0 ? <p className="quiet">{t('linking.none')}</p> : null}
    </div>
  )
}

function TargetWords({ node, why, now }: { node: JourneyNode; why: ReturnType<typeof whyNotLink>; now: boolean }) {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const journey = useDocument((state) => state.journey)
  const type = types.get(node.type)
  const summary = why || now ? undefined : summaryOf(node, types, i18n.language)
  const nameIn = summary === undefined ? nameAmong : nameBeside
  return (
    <>
      <NodeIcon shapes={type?.icon} category={type?.category} small />
      <span>
        {nameIn(journey, node.id, types, i18n.language)}
        <small>{why ? t(`linking.refusals.${why}`) : now ? t('linking.now') : summary}</small>
      </span>
    </>
  )
}

/** The steps that hold what is searched for, in the order of a walk through the journey. */
function useTargets(journey: Journey, search: string): JourneyNode[] {
  const { i18n } = useTranslation()
  const { types } = useStores()
  const places = placesOf(journey, types, i18n.language)
  const found = search.trim() === '' ? undefined : new Set(findNodes(journey, search, types, i18n.language))
  return journey.nodes
    .filter(({ id }) => found?.has(id) ?? true)
    .sort((a, b) => (places.get(a.id)?.nth ?? 0) - (places.get(b.id)?.nth ?? 0))
}
