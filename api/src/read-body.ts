import express, { type Request, type Response } from 'express'
import { Problem } from './problems.ts'

const readers = new Map<number, express.RequestHandler>()

/** The reader of bodies up to so many bytes, whatever they call themselves, unpacked. */
function readerOf(mostBytes: number): express.RequestHandler {
  const known = readers.get(mostBytes)
  if (known) return known
  const fresh = express.raw({ type: () => true, limit: mostBytes, inflate: true })
  readers.set(mostBytes, fresh)
  return fresh
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A body as it came: parsed, and its size unpacked. `value` is undefined where there was none. */
export interface ReadBody {
  value: unknown
  bytes: number
}

/**
 * Reads a JSON body of any content type. Throws `too-large` beyond `mostBytes` unpacked, without waiting for the rest;
 * `unreadable-json`.
 * JSON.parse does not recurse, so that depth costs nothing here.
 */
export async function readBody(request: Request, response: Response, mostBytes: number): Promise<ReadBody> {
  await new Promise<void>((resolve, reject) => {
    const isPacked = (request.headers['content-encoding'] ?? 'identity') !== 'identity'
    // A packed body is hardly ever larger than what is in it.
    const most = isPacked ? 2 * mostBytes : mostBytes
    if (Number(request.headers['content-length']) > most) return reject(new Problem('too-large'))
    readerOf(mostBytes)(request, response, (error?: unknown) => (error ? reject(error) : resolve()))
    // The reader refuses a body when it has ended, and one without a length may never end.
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > most) reject(new Problem('too-large'))
    })
  })
  const body: unknown = request.body
  if (!Buffer.isBuffer(body) || body.length === 0) return { value: undefined, bytes: 0 }
  try {
    return { value: JSON.parse(utf8.decode(body)), bytes: body.length }
  } catch {
    throw new Problem('unreadable-json')
  }
}
