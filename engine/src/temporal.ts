import type { TLSConfig } from '@temporalio/client'
import { z } from 'zod'
import type { Environment } from './environment.ts'

const environment = z.object({
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  /** PEM texts, not paths. */
  TEMPORAL_TLS_CERT: z.string().optional(),
  TEMPORAL_TLS_KEY: z.string().optional(),
  TEMPORAL_TLS_CA: z.string().optional(),
})

/** Who we are to Temporal. Stands in every history: short. */
export const identity = 'w'

/** How to reach Temporal: what client and worker connections take. */
export interface TemporalAccess {
  address: string
  namespace: string
  options: { address: string; tls?: TLSConfig | true; apiKey?: string }
}

/** Reads `TEMPORAL_*` from the environment. An API key means TLS. */
export function temporalAccess(env: Environment): TemporalAccess {
  const read = environment.parse(env)
  const {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_API_KEY: apiKey,
    TEMPORAL_TLS_CERT: cert,
    TEMPORAL_TLS_KEY: key,
    TEMPORAL_TLS_CA: ca,
  } = read
  const tls: TLSConfig | true | undefined =
    cert && key
      ? {
          clientCertPair: { crt: Buffer.from(cert), key: Buffer.from(key) },
          ...(ca && { serverRootCACertificate: Buffer.from(ca) }),
        }
      : ca
        ? { serverRootCACertificate: Buffer.from(ca) }
        : apiKey
          ? true
          : undefined
  return {
    address,
    namespace: read.TEMPORAL_NAMESPACE,
    options: { address, ...(tls && { tls }), ...(apiKey && { apiKey }) },
  }
}
