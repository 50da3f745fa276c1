import type { Door } from '../stand/door.ts'

/**
 * Copies the one customer who waits, with all that she has in Postgres, so often: what as many entries would leave there,
 * in minutes less. They are `copy-1` and so on.
 */
export async function copyWaiting({ pool, workspace }: Door, user: string, n: number): Promise<void> {
  const { rows } = await pool.query<{ customer: number; base: number }>(
    `SELECT customer, (SELECT max(id) FROM customer) AS base FROM customer_id WHERE workspace = $1 AND kind = 'user' AND value = $2`,
    [workspace, user],
  )
  const { customer = 0, base = 0 } = rows[0] ?? {}
  const own = (table: string, change: string) => `
    INSERT INTO ${table} SELECT r.* FROM generate_series(1, ${n}) AS g(nth), ${table} o,
      jsonb_populate_record(o, ${change}) AS r WHERE o.workspace = ${workspace} AND o.customer = ${customer}`
  const id = `(${base} + g.nth)`
  // The same for every table: a name that is told by the copy's number.
  const enrollment = `md5(o.%s::text || g.nth)::uuid`
  const inside = (column: string) =>
    `jsonb_build_object('customer', ${id}, '${column}', ${enrollment.replace('%s', column)})`
  await pool.query(`
    INSERT INTO customer (workspace, id, user_id, first_id, attributes)
    SELECT workspace, ${id}, 'copy-' || g.nth, 'copy-' || g.nth, attributes FROM customer, generate_series(1, ${n}) AS g(nth)
    WHERE workspace = ${workspace} AND id = ${customer};
    ${own('customer_id', `jsonb_build_object('customer', ${id}, 'value', 'copy-' || g.nth)`)};
    ${own('enrollment', inside('id'))};
    ${own('watch', inside('enrollment'))};
    ${own('visit', inside('enrollment'))};
    SELECT setval(pg_get_serial_sequence('customer', 'id'), (SELECT max(id) FROM customer))`)
  await pool.query('VACUUM ANALYZE')
}
