import { Search } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NodeType } from '../api/types.ts'
import { findTypes } from '../node-types/find-types.ts'
import { NodeIcon } from '../node-types/icon.tsx'
import { textsOf } from '../node-types/words.ts'
import { TextInput } from '../shell/text-input.tsx'
import { useStores } from '../store/editor-stores.tsx'
import { useAdd } from './use-add.ts'

/** What a dragged palette entry carries: of what can be put behind something, and of entries. While it is dragged only this is told. */
export const dragType = 'application/x-wend-node-type'
export const entryDragType = 'application/x-wend-entry-type'

/** Every step there is, to drag onto the canvas or to add by Enter. */
export function Palette() {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const add = useAdd()
  const [search, setSearch] = useState('')
  const groups = findTypes([...types.values()], search, i18n.language)
  /** Enter in the search adds the first step found, as the hint below says. */
  const addFirst = (event: KeyboardEvent) => {
    const first = groups[0]?.types[0]
    if (search.trim() === '' || !first || event.nativeEvent.isComposing) return
    add(first)
    setSearch('')
  }
  return (
    <div className="palette">
      <TextInput
        before={<Search size={14} aria-hidden />}
        placeholder={t('palette.search')}
        aria-label={t('palette.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && addFirst(event)}
      />
      <div className="palette-groups">
        {groups.map(({ category, types: members }) => (
          <section key={category} aria-labelledby={`palette-${category}`}>
            <h2 id={`palette-${category}`}>{t(`categories.${category}`)}</h2>
            {category === 'touch' ? <p className="palette-word">{t('palette.touch')}</p> : null}
            {members.map((type) => (
              <PaletteEntry key={type.type} type={type} add={() => add(type)} />
            ))}
          </section>
        ))}
        {groups.length === 0 ? <p className="quiet">{t('palette.none')}</p> : null}
      </div>
      <p className="palette-hint">{t('palette.hint')}</p>
    </div>
  )
}

function PaletteEntry({ type, add }: { type: NodeType; add: () => void }) {
  const { i18n } = useTranslation()
  const texts = textsOf(type, i18n.language)
  return (
    <button
      type="button"
      className="palette-entry"
      data-palette={type.type}
      draggable
      title={texts?.description}
      onClick={add}
      onDragStart={(event) => {
        event.dataTransfer.setData(type.entry ? entryDragType : dragType, type.type)
        event.dataTransfer.effectAllowed = 'copy'
      }}
    >
      <NodeIcon shapes={type.icon} category={type.category} small />
      {texts?.name ?? type.type}
    </button>
  )
}
