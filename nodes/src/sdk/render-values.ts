import type { Render } from './define-node.ts'
import type { JsonObject } from './json.ts'

/** Texts are rendered; numbers, booleans, null, lists and objects are kept as they are. */
export const renderValues = (values: JsonObject, render: Render): JsonObject =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? render.text(value) : value]),
  )
