import type { Credentials, SmtpServer } from './smtp-pool.ts'

/** Where e-mail is handed in, without user and password. */
export function smtpHost(smtpUrl: string): string {
  const { host, port } = smtpServer(smtpUrl).server
  return `${host}:${port}`
}

/**
 * Reads `smtp://user:pass@host:port` or `smtps://…`. Ports: 587, with smtps 465. `?requireTLS=true` insists on STARTTLS,
 * `?rejectUnauthorized=false` takes any certificate. Throws one sentence for what cannot be read.
 */
export function smtpServer(smtpUrl: string): { server: SmtpServer; credentials: Credentials | undefined } {
  const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : undefined
  if (!url?.hostname || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')) {
    throw new Error('SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465.')
  }
  const secure = url.protocol === 'smtps:'
  return {
    server: {
      host: decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1'),
      port: Number(url.port || (secure ? 465 : 587)),
      secure,
      requireTls: url.searchParams.get('requireTLS') === 'true',
      anyCertificate: url.searchParams.get('rejectUnauthorized') === 'false',
    },
    credentials: url.username
      ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
      : undefined,
  }
}
