import { defineConfig } from 'vitest/config'

const server = ['nodes/src', 'engine/src', 'api/src', 'bench/src', '.ci'].map((folder) => `${folder}/**/*.test.ts`)
const browser = ['**/*.browser.test.ts']
const outside = ['**/node_modules/**', '**/dist/**', '**/.wend/**']

// Where `.ci/run` counts from.
const results = process.env.WEND_TEST_RESULTS

export default defineConfig({
  test: {
    reporters: results ? ['default', ['json', { outputFile: results }]] : ['default'],
    globalSetup: ['api/src/start/test-servers.ts'],
    // Files that run against real servers share two cores with them.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: server,
          exclude: [...outside, ...browser],
          env: { TZ: 'UTC' },
          // Room for a machine that has other things to do; what a test proves in time, it measures.
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'editor',
          include: ['editor/src/**/*.test.{ts,tsx}'],
          exclude: [...outside, ...browser],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: browser,
          exclude: outside,
          testTimeout: 120_000,
          hookTimeout: 240_000,
          // Drafts are saved after 800 ms and checked then; a busy machine takes its time.
          expect: { poll: { timeout: 10_000, interval: 100 } },
        },
      },
    ],
  },
})
