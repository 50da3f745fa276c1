import type { Engine } from './engine.ts'

/**
 * The node versions, as `type@version`, that kept plans are made of and this process has no code for. A plan is kept while
 * customers enter it or are inside.
 */
export async function unknownNodes({ pool, catalog }: Pick<Engine, 'pool' | 'catalog'>): Promise<string[]> {
  const { rows } = await pool.query<{ type: string; version: number }>({
    name: 'node-versions',
    text: `SELECT DISTINCT node.value ->> 'type' AS type, (node.value ->> 'version')::int AS version
           FROM plan CROSS JOIN LATERAL jsonb_each(body -> 'nodes') AS node ORDER BY 1, 2`,
  })
  return rows
    .filter(({ type, version }) => !catalog.find(type, version))
    .map(({ type, version }) => `${type}@${version}`)
}
