import { useQuery } from '@tanstack/react-query'
import type { NodeTypes } from '../node-types/links.ts'
import { objectOf } from '../store/json.ts'
import { body, client } from './client.ts'

/** Every node type by name. They come with the server, so a new one needs no new editor. */
export const useNodeTypes = () =>
  useQuery({
    queryKey: ['node-types'],
    queryFn: async (): Promise<NodeTypes> => {
      const { items } = await body(client.GET('/v1/node-types'))
      return new Map(
        items.map((type) => [type.type, { ...type, schema: objectOf(type.schema), defaults: objectOf(type.defaults) }]),
      )
    },
    staleTime: 300_000,
  })
