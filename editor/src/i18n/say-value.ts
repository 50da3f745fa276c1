import type { Json } from '../store/journey.ts'

/** An attribute's or property's value in a line. */
export const sayValue = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
