import { type CompositionEvent, useState } from 'react'

type Field = HTMLInputElement | HTMLTextAreaElement

/** A text control that holds what an input method composes until it is done: half a syllable is no change. */
export function useComposed(value: string, commit: (value: string) => void) {
  const [composing, setComposing] = useState<string | undefined>(undefined)
  return {
    value: composing ?? value,
    onChange: (event: { target: Field }) => {
      if (composing === undefined) commit(event.target.value)
      else setComposing(event.target.value)
    },
    onCompositionStart: (event: CompositionEvent<Field>) => setComposing(event.currentTarget.value),
    onCompositionEnd: (event: CompositionEvent<Field>) => {
      setComposing(undefined)
      commit(event.currentTarget.value)
    },
  }
}
