import { z } from 'zod'

/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** An object that JSON can carry: attributes, properties. */
export type JsonObject = { [key: string]: Json }

export const json: z.ZodType<Json> = z.json()
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json)
