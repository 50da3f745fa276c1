import { CircleX } from 'lucide-react'

/** The cross that empties a search: antd's own says its English name. Escape and the keys of the field do the same. */
export const clearable = { clearIcon: <CircleX size={14} aria-hidden /> }
