import { z } from 'zod'
import { duration, offset } from './duration.ts'
import { json } from './json.ts'
import { rule } from './rule.ts'

// Kinds of config fields that several node types share. `widget` tells the editor which input to draw, and `format` tells
// it and the compiler where a template's text will stand. `.meta()` comes last: zod forgets it when a check is added.

/** Where a rendered text stands, and so how values in it are escaped: the names of `Render`'s methods. */
export type TemplateFormat = 'text' | 'html' | 'json' | 'url' | 'header'

/** Liquid of `least` to `most` characters. `secrets`: it may name the workspace's secrets, whose values only webhooks carry. */
export const template = (format: TemplateFormat, { least = 0, most = 10_000, secrets = false } = {}) =>
  z
    .string()
    .min(least)
    .max(most)
    .meta({ widget: 'template', format, ...(secrets && { secrets }) })

/** The name of something customers do. */
export const eventName = z.string().min(1).max(200).meta({ widget: 'event' })

/** The name of a customer's attribute; a dotted path where it is read. */
export const attributeName = z.string().min(1).max(200).meta({ widget: 'attribute' })

export const condition = rule.meta({ widget: 'rule' })

/** `PT30M`, `P3D`. */
export const howLong = duration.meta({ widget: 'duration' })

/** `P3D`, `-P3D`. */
export const howFarFrom = offset.meta({ widget: 'offset' })

/** A label that operators read. */
export const label = z.string().min(1).max(100)

/** Names and what they are set to: texts are Liquid, any other JSON value stands for itself. */
export const values = z
  .record(z.string().min(1).max(200), json.meta({ widget: 'template', format: 'text' }))
  .meta({ widget: 'key-values' })
