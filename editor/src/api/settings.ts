import { useQuery } from '@tanstack/react-query'
import { body, client, done } from './client.ts'
import type { components } from './openapi.d.ts'

type Schemas = components['schemas']
export type Workspace = Schemas['Workspace']
export type WorkspaceSettings = Schemas['WorkspaceSettings']
export type Key = Schemas['Key']
export type MadeKey = Schemas['MadeKey']
export type KeyKind = Key['kind']

export const useWorkspace = () =>
  useQuery({ queryKey: ['workspace'], queryFn: () => body(client.GET('/v1/workspace')), staleTime: 30_000 })

export const putWorkspace = (settings: WorkspaceSettings) => body(client.PUT('/v1/workspace', { body: settings }))

export const useKeys = () =>
  useQuery({ queryKey: ['keys'], queryFn: async () => (await body(client.GET('/v1/keys'))).items })

export const makeKey = (kind: KeyKind, name: string) => body(client.POST('/v1/keys', { body: { kind, name } }))
export const revokeKey = (id: string) => done(client.DELETE('/v1/keys/{id}', { params: { path: { id } } }))

export const keepSecret = (name: string, value: string) =>
  done(client.PUT('/v1/secrets/{name}', { params: { path: { name } }, body: { value } }))
export const forgetSecret = (name: string) => done(client.DELETE('/v1/secrets/{name}', { params: { path: { name } } }))
