/** Codes of Node.js and of Postgres: no connection, shutting down, too many connections, too long, locked for too long. */
const away = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOSTUNREACH|57P0|57014|53300|55P03|08)/

/** Whether Postgres cannot be reached, or is going down. */
export function isAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isAway)
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && away.test(error.code)) return true
  return /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
}
