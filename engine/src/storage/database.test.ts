import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket, connect as toward } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, transaction } from './database.ts'
import { type TestDatabase, testDatabase } from './testing.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query('CREATE TABLE purse (owner text PRIMARY KEY, coins bigint NOT NULL)')
  await database.pool.query(`INSERT INTO purse VALUES ('ada', 1), ('bob', 1)`)
})
afterAll(() => database.drop())

test('bigint is read as a number and times are in UTC', async () => {
  const { rows } = await database.pool.query(
    `SELECT 9007199254740991::bigint AS most, current_setting('TimeZone') AS zone`,
  )
  expect(rows).toEqual([{ most: 9007199254740991, zone: 'UTC' }])
})

test('what throws leaves nothing behind', async () => {
  const spent = transaction(database.pool, async (client) => {
    await client.query(`UPDATE purse SET coins = 0 WHERE owner = 'ada'`)
    throw new Error('changed her mind')
  })
  await expect(spent).rejects.toThrow('changed her mind')
  const { rows } = await database.pool.query(`SELECT coins FROM purse WHERE owner = 'ada'`)
  expect(rows).toEqual([{ coins: 1 }])
})

test('two transactions that deadlock both come through', async () => {
  let meet = () => {}
  const both = new Promise<void>((resolve) => {
    let here = 0
    meet = () => {
      here += 1
      if (here === 2) resolve()
    }
  })
  const give = (first: string, second: string) =>
    transaction(database.pool, async (client) => {
      await client.query('UPDATE purse SET coins = coins + 1 WHERE owner = $1', [first])
      meet()
      await both
      await client.query('UPDATE purse SET coins = coins + 1 WHERE owner = $1', [second])
    })
  await Promise.all([give('ada', 'bob'), give('bob', 'ada')])
  const { rows } = await database.pool.query('SELECT owner, coins FROM purse ORDER BY owner')
  expect(rows).toEqual([
    { owner: 'ada', coins: 3 },
    { owner: 'bob', coins: 3 },
  ])
})

test('a connection that is cut between two statements of a transaction fails that transaction, not the process', async () => {
  const address = new URL(database.url)
  const port = Number(address.port)
  const sockets: Socket[] = []
  const proxy = createServer((near) => {
    const far = toward(port, address.hostname)
    sockets.push(near, far)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const)
      from.on('error', () => to.destroy()).pipe(to)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  address.port = String((proxy.address() as AddressInfo).port)
  const pool = connect(address.href, { max: 1 })
  const cut = transaction(pool, async (client) => {
    await client.query('SELECT 1')
    for (const socket of sockets) socket.resetAndDestroy()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await client.query('SELECT 2')
  })
  await expect(cut).rejects.toThrow()
  expect((await pool.query('SELECT 3 AS n')).rows).toEqual([{ n: 3 }])
  await pool.end()
  await new Promise((resolve) => proxy.close(resolve))
})
