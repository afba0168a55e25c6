import { z } from 'zod'
import { type ConfigChange, configChanges } from '../driver.ts'
import type { Need } from '../need.ts'
import { defineStep } from './step.ts'
import { around } from './surroundings.ts'
import { whileRunning } from './why-not.ts'

/**
 * The gateway's configuration file gets another content beside the running gateway: one that it can take over as it runs, one that
 * wants a restart, or one that is wrong. It lands when the gateway's log says that it has seen it, or when the gateway exits.
 */
export const configChangesStep = defineStep({
  schema: z.strictObject({ do: z.literal('config.changes'), kind: z.enum(configChanges) }),
  isFault: () => true,
  summary: ({ kind }) => `the configuration changes: ${words[kind]}`,
  needs: ({ kind }) => ['config', ...(needsOf[kind] ?? [])],
  enabled: whileRunning,
  async perform({ kind }, stage) {
    const { record } = stage
    const from = record.entries.length
    const isSeen = await around(stage, 'changeConfig')(kind)
    record.append({ kind: 'config-changed', change: kind })
    await record.waitFor('the gateway to say that it has seen the change of its configuration', 'effect', (entries) =>
      entries
        .slice(from)
        .find((entry) => entry.kind === 'gateway-exited' || (entry.kind === 'gateway-logged' && isSeen(entry.line))),
    )
  },
  undo: (_, stage) => around(stage, 'mendConfig')(),
})

const needsOf: Partial<Record<ConfigChange, readonly Need[]>> = {
  plugin: ['plugin-restart'],
  cooldowns: ['cooldowns'],
}

const words: Readonly<Record<ConfigChange, string>> = {
  hot: 'it can be taken over as it runs',
  restart: 'it wants a restart',
  invalid: 'it is wrong',
  plugin: 'a plugin is switched on or off',
  cooldowns: 'how long a failed sign-in is left alone',
}
