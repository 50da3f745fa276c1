import { connect } from 'node:net'
import { temporalAddress } from '@wend/engine/storage/testing'
import { expect, test } from 'vitest'

test("the run's Temporal server answers where it says", async () => {
  const [host, port] = (await temporalAddress()).split(':')
  const socket = connect(Number(port), host)
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  socket.destroy()
  expect(host).toBe('127.0.0.1')
})
