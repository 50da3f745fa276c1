import { createContext } from 'react'

/** Whether the cards were painted once. What stands beside their words, and on lines, waits for it: hundreds of them are seen sooner. */
export const SeenContext = createContext(false)
