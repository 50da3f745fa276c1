import { createContext } from 'react'

/** Opens the layouts for the step that is being written; told when one was taken. Absent where none can be. */
export const StartFromLayout = createContext<((taken: () => void) => void) | undefined>(undefined)
