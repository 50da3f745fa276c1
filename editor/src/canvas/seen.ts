import { createContext } from 'react'

/** Whether the cards were painted once. What stands beside their words, and on lines, waits for it: hundreds of them are seen sooner. */
export const SeenContext = createContext(false)

/** Whether cards are drawn whole. Where all that is small opens too far away to be read, it is drawn after the cards were seen. */
export const WholeContext = createContext(true)
