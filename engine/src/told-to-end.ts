/**
 * Calls `end` once this process is told to end: by SIGTERM or SIGINT, or, under a parent that speaks to it, because that is
 * gone and its pipe to our standard input closed. In a container nobody holds standard input, and its end means nothing.
 */
export function whenToldToEnd(end: () => void): void {
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  if (process.send) process.stdin.once('end', end).resume()
}
