import { readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '../../../api/src/start/postgres.ts'
import { gone, parentOf, type Running, signal } from '../../../api/src/start/processes.ts'
import { startTemporal } from '../../../api/src/start/temporal.ts'
import type { Stand } from '../stand/stand.ts'

/** Kills the stand's processes as a crash does, and starts them again as a supervisor does. */
export class Servers {
  /** Ends that nobody here asked for. */
  diedByThemselves = 0
  readonly #stand: Stand
  readonly #apiPort: number
  readonly #settings: Record<string, string>
  readonly #killed = new WeakSet<Running>()
  readonly #starting = { api: 0, worker: 0 }
  #ended = false
  readonly #say: (line: string) => void

  constructor(stand: Stand, apiPort: number, settings: Record<string, string>, say: (line: string) => void) {
    this.#say = say
    this.#stand = stand
    this.#apiPort = apiPort
    this.#settings = settings
  }

  async startApi(): Promise<void> {
    await this.#start('api', this.#stand.apis, 1, () => this.#stand.startApi(this.#apiPort))
  }

  async startWorker(): Promise<void> {
    await this.#start('worker', this.#stand.workers, 2, () => this.#stand.startWorker())
  }

  /** Starts one unless there are enough. One that ends by itself is started again, as `npm start` and containers do. */
  async #start(name: 'api' | 'worker', all: Running[], enough: number, start: () => Promise<Running>): Promise<void> {
    if (all.length + this.#starting[name] >= enough) return
    this.#starting[name]++
    const running = await this.#untilStarted(name, start).finally(() => {
      this.#starting[name]--
    })
    if (!running) return
    running.process.once('exit', () => {
      const at = all.indexOf(running)
      if (at >= 0) all.splice(at, 1)
      if (this.#killed.has(running) || this.#ended) return
      this.diedByThemselves++
      this.#say(`a ${name} ended by itself, with ${running.process.exitCode ?? running.process.signalCode}`)
      void sleep(1_000).then(() => (name === 'api' ? this.startApi() : this.startWorker()))
    })
  }

  /** One that fails to start because its server is being broken is started again, too. */
  async #untilStarted(name: string, start: () => Promise<Running>): Promise<Running | undefined> {
    while (!this.#ended) {
      try {
        return await start()
      } catch (error) {
        this.diedByThemselves++
        this.#say(`a ${name} did not start: ${error instanceof Error ? error.message : String(error)}`)
        await sleep(1_000)
      }
    }
  }

  /** From here on nothing is started again. */
  end(): void {
    this.#ended = true
  }

  killApi = (): Promise<void> => this.#kill(this.#stand.apis, 0)
  killWorker = (nth: number): Promise<void> => this.#kill(this.#stand.workers, nth % this.#stand.workers.length)

  freezeApi = (forMs: number): Promise<void> => freeze(this.#stand.apis[0], forMs)
  /** One that goes on after others have taken over its work is the hardest to bear. */
  freezeWorker = (nth: number, forMs: number): Promise<void> =>
    freeze(this.#stand.workers[nth % this.#stand.workers.length], forMs)

  async #kill(all: Running[], nth: number): Promise<void> {
    // Out of the list at once: whoever starts the next one may come before this one's end is told.
    const [running] = all.splice(nth, 1)
    if (!running?.process.pid) return
    this.#killed.add(running)
    signal(running.process.pid, 'SIGKILL')
    await gone(running.process.pid, 5_000)
  }

  /** Kills Postgres with everything that it started: no shutdown, no checkpoint. */
  async killPostgres(): Promise<void> {
    const pid = this.#stand.postgres.process.pid
    if (!pid) return
    const children = await childrenOf(pid)
    for (const each of [pid, ...children]) signal(each, 'SIGKILL')
    for (const each of [pid, ...children]) await gone(each, 5_000)
  }

  async startPostgres(): Promise<void> {
    const { databaseUrl, folder } = this.#stand
    this.#stand.postgres = await startPostgres(folder, this.#settings)
    if (this.#stand.postgres.url !== databaseUrl) throw new Error('Postgres came back at another address')
  }

  async killTemporal(): Promise<void> {
    const pid = this.#stand.temporal.process.pid
    if (!pid) return
    signal(pid, 'SIGKILL')
    await gone(pid, 5_000)
  }

  async startTemporal(): Promise<void> {
    const { folder, temporalAddress } = this.#stand
    this.#stand.temporal = await startTemporal({ folder, keep: true })
    if (this.#stand.temporal.address !== temporalAddress) throw new Error('Temporal came back at another address')
  }

  /** Every workflow there ever was is gone. */
  async loseTemporal(): Promise<void> {
    await this.killTemporal()
    for (const name of await readdir(this.#stand.folder))
      if (name.startsWith('temporal.db')) await rm(join(this.#stand.folder, name))
    await this.startTemporal()
  }

  /** Leaves Postgres no space for this time; afterwards it answers again, by itself or started anew. */
  async fillDisk(forMs: number): Promise<void> {
    const room = join(this.#stand.folder, 'postgres')
    const ballast = join(room, 'ballast')
    const { bavail, bsize } = await statfs(room)
    // Whatever is freed meanwhile is taken, too.
    const filling = (async () => {
      for (const untilMs = Date.now() + forMs; Date.now() < untilMs; await sleep(100)) {
        const free = await statfs(room)
        if (free.bavail > 0)
          await writeFile(`${ballast}-${Date.now()}`, Buffer.alloc(Math.min(free.bavail * bsize, 2 ** 28))).catch(
            () => {},
          )
      }
    })()
    if (bavail === 0) throw new Error('the disk was full before')
    await filling
    for (const name of await readdir(room)) if (name.startsWith('ballast')) await rm(join(room, name))
    for (let tries = 0; tries < 300; tries++, await sleep(100)) {
      if (this.#stand.postgres.process.exitCode !== null) await this.startPostgres()
      const answered = await this.#stand.pool.query('SELECT 1').then(
        () => true,
        () => false,
      )
      if (answered) return
    }
    throw new Error('Postgres did not come back after its disk had been full')
  }
}

async function freeze(running: Running | undefined, forMs: number): Promise<void> {
  const pid = running?.process.pid
  if (!pid || !signal(pid, 'SIGSTOP')) return
  await sleep(forMs)
  signal(pid, 'SIGCONT')
}

async function childrenOf(pid: number): Promise<number[]> {
  const numbers = (await readdir('/proc')).map(Number).filter(Number.isInteger)
  const found = await Promise.all(numbers.map(async (each) => ((await parentOf(each)) === pid ? [each] : [])))
  return found.flat()
}
