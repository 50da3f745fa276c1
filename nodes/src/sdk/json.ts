import { z } from 'zod'

/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** An object that JSON can carry: attributes, properties. */
export type JsonObject = { [key: string]: Json }

/** The value at a dotted path, `plan.renews_at`, as rules and templates read it. Undefined where there is none. */
export function valueAt(scope: Readonly<JsonObject>, path: string): Json | undefined {
  const dot = path.indexOf('.')
  const name = dot < 0 ? path : path.slice(0, dot)
  const value = Object.hasOwn(scope, name) ? scope[name] : undefined
  if (dot < 0) return value
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? valueAt(value, path.slice(dot + 1)) : undefined
}

export const json: z.ZodType<Json> = z.json()
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json)
