import { defineConfig } from 'vitest/config'

/** Two kinds of tests: `unit` needs nothing but Node, `real` runs real gateways (and installs them when they are not cached). */
export default defineConfig({
  test: {
    experimental: { viteModuleRunner: false },
    // a process that a test starts takes some seconds on a busy machine
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.real.test.ts'],
          // vitest leaves a core free, which is half of two
          maxWorkers: '100%',
          // some start processes, and a busy machine is no failure
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: ['**/*.real.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          // a gateway that starts takes a core, so two files at once are what two cores bear
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
