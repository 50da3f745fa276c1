import { create } from 'zustand'

/** What somebody did, as a preview uses it. */
export interface PastEvent {
  name: string
  properties: { [name: string]: unknown }
  at: string
}

const stored = 'wend.previewed'

interface Previewed {
  /** Whose values previews show; empty: nobody's; undefined until somebody is chosen. */
  customer: string | undefined
  /** What she did that stands for `event` and `entry`; undefined: her newest. */
  event: PastEvent | undefined
  choose(customer: string): void
  chooseEvent(event: PastEvent | undefined): void
}

/** The customer whose values previews show: kept while one message after another is written. */
export const usePreviewed = create<Previewed>((set) => ({
  customer: sessionStorage.getItem(stored) ?? undefined,
  event: undefined,
  choose(customer) {
    sessionStorage.setItem(stored, customer)
    set({ customer, event: undefined })
  },
  chooseEvent: (event) => set({ event }),
}))
