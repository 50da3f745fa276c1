import { z } from 'zod'

/**
 * An ISO 8601 duration, `PT30M` or `P3D`. Days and longer are calendar days in the customer's zone, hours and shorter
 * are exact. At least one part, no sign, whole numbers.
 */
export const durationPattern =
  /^P(?!$)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/

export const duration = z.string().regex(durationPattern, 'not an ISO 8601 duration such as PT30M or P3D')

/** A duration that may point backwards, for offsets from a date: `-P3D`. */
export const offset = z
  .string()
  .regex(new RegExp(durationPattern.source.replace('^P', '^-?P')), 'not an ISO 8601 duration such as P3D or -P3D')
