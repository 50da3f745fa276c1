import { z } from 'zod'
import { addDuration, nextLocalTime, readInstant, timeOnDayOf } from '../sdk/calendar.ts'
import { defineNode, leave, type StepContext, wait } from '../sdk/define-node.ts'
import { attributeName, howFarFrom } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { valueAt } from '../sdk/json.ts'
import { texts } from './texts.ts'
import { checkWays } from './ways.ts'

const config = z.strictObject({
  at: z.iso.datetime({ offset: true }).meta({ widget: 'datetime' }).optional(),
  attribute: attributeName.optional(),
  offset: howFarFrom.optional(),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time of day such as 09:30')
    .meta({ widget: 'time' })
    .optional(),
  weekdays: z
    .array(z.literal([1, 2, 3, 4, 5, 6, 7]))
    .min(1)
    .max(7)
    .meta({ widget: 'weekdays' })
    .optional(),
})

/** Holds the customer until an instant, a time of day in her zone, or a date of her own. What is past does not hold. */
export const waitUntil = defineNode({
  type: 'wait-until',
  version: 1,
  category: 'wait',
  icon: strokes('M4 6h16v14H4z', 'M4 11h16', 'M8 3v4', 'M16 3v4', 'M12 14v3h2'),
  config,
  defaults: { time: '09:00' },
  outlets: ['next'],
  quick: ['time'],
  texts,
  validate: checkWays,

  enter: (config, context) => {
    const untilMs = instantFor(config, context)
    return untilMs === undefined || untilMs <= context.nowMs ? leave('next') : wait({ untilMs })
  },
  wake: () => leave('next'),
})

/** Undefined where the customer has no such date. */
function instantFor(
  { at, attribute, offset, time, weekdays }: z.output<typeof config>,
  { arrivedMs, customer: { attributes, timeZone }, holds }: StepContext,
): number | undefined {
  if (at !== undefined) return Date.parse(at)
  if (attribute === undefined)
    return time === undefined ? undefined : nextLocalTime(arrivedMs, time, timeZone, weekdays)
  // Asked as a rule, so that the visit keeps the value that was seen.
  if (!holds({ combinator: 'and', rules: [{ field: `customer.${attribute}`, operator: 'notNull' }] })) return undefined
  const date = readInstant(valueAt(attributes, attribute), timeZone)
  if (date === undefined) return undefined
  const day = offset === undefined ? date : addDuration(date, offset, timeZone)
  return time === undefined ? day : timeOnDayOf(day, time, timeZone)
}
