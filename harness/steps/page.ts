import { z } from 'zod'
import type { PageControl } from '../driver.ts'
import type { EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { always } from './enabled.ts'
import { defineStep, type Stage } from './step.ts'
import { aside, clientSchema } from './words.ts'

const needs = () => ['page' as const, 'client-network' as const]

/**
 * The lid of a laptop is closed: its browser is off the network, and nothing passes any more over the connections it has, of which
 * neither end is told; it lands when the page is told that it is offline.
 */
export const pageSleeps = defineStep({
  schema: z.strictObject({ do: z.literal('page.sleeps'), client: clientSchema }),
  isFault: () => true,
  summary: (step) => `the laptop lid is closed${aside(step)}`,
  needs,
  enabled: always,
  async perform({ client }, stage) {
    const page = pageOf(client, stage)
    stage.network.stall(client, 'both')
    await page.setOnline(false)
  },
  async undo({ client }, stage) {
    const last = entriesOf(stage.record.entries, 'page-online').findLast((entry) => entry.client === client)
    if (last?.online === false) await wake(client, stage)
  },
})

/** The lid is opened: the old connections are gone, and there is a network; it lands when the gateway has let the page in or refused it. */
export const pageWakes = defineStep({
  schema: z.strictObject({ do: z.literal('page.wakes'), client: clientSchema }),
  isFault: () => false,
  summary: (step) => `the laptop lid is opened${aside(step)}`,
  needs,
  enabled: always,
  perform: ({ client }, stage) => wake(client, stage),
})

async function wake(client: string, stage: Stage): Promise<void> {
  await attempted(client, stage, async () => {
    await stage.network.cut(client, 'rst')
    await pageOf(client, stage).setOnline(true)
  })
}

/** What a page keeps of the gateway's token is lost, or replaced by a wrong one, and it is loaded anew; it lands when the gateway has refused it. */
export const pageLosesToken = defineStep({
  schema: z.strictObject({
    do: z.literal('page.losesToken'),
    client: clientSchema,
    to: z.enum(['none', 'wrong']).default('none'),
  }),
  isFault: () => true,
  summary: (step) => `the page ${step.to === 'none' ? 'loses its token' : 'has another token'}${aside(step)}`,
  needs,
  enabled: always,
  async perform({ client, to }, stage) {
    await attempted(client, stage, () => pageOf(client, stage).setToken(to), 'refused')
  },
  async undo({ client }, stage) {
    const last = entriesOf(stage.record.entries, 'page-token').findLast((entry) => entry.client === client)
    if (last !== undefined && last.shows !== 'right') await getToken(client, stage)
  },
})

/** The page is opened with the gateway's token, as by `openclaw dashboard`; it lands when the gateway has let it in. */
export const pageGetsToken = defineStep({
  schema: z.strictObject({ do: z.literal('page.getsToken'), client: clientSchema }),
  isFault: () => false,
  summary: (step) => `the page is opened with its token${aside(step)}`,
  needs,
  enabled: always,
  perform: ({ client }, stage) => getToken(client, stage),
})

async function getToken(client: string, stage: Stage): Promise<void> {
  await attempted(client, stage, () => pageOf(client, stage).setToken('right'), 'let in')
}

/** The clock of the page jumps, and its timers go on; it lands when the page's own reading has jumped. */
export const pageClockJumps = defineStep({
  schema: z.strictObject({
    do: z.literal('page.clockJumps'),
    client: clientSchema,
    hours: z.number().min(-100_000).max(100_000),
  }),
  isFault: () => true,
  summary: (step) => `the page's clock jumps ${step.hours} hours${aside(step)}`,
  needs,
  enabled: always,
  async perform({ client, hours }, stage) {
    const from = stage.record.entries.length
    const jumping = pageOf(client, stage).jumpClock(hours * 3_600_000)
    const isThere = ({ aheadMs }: EntryOf<'page-clock'>) => Math.abs(aheadMs - hours * 3_600_000) < 60_000
    await stage.record.waitFor(`the clock of page ${client} to jump`, 'effect', (entries) =>
      entriesOf(entries.slice(from), 'page-clock').find((entry) => entry.client === client && isThere(entry)),
    )
    await jumping
  },
})

function pageOf(client: string, { gateway }: Stage): PageControl {
  const { page } = gateway.client(client)
  if (page === undefined) throw new Error(`client ${client} is no page, and its step was not refused`)
  return page
}

/** Does something after which a page connects, and waits until the gateway has answered that. */
async function attempted(
  client: string,
  { record }: Stage,
  act: () => Promise<void>,
  wanted?: 'let in' | 'refused',
): Promise<void> {
  const from = record.entries.length
  await act()
  await record.waitFor(`page ${client} to be ${wanted ?? 'let in or refused'}`, 'effect', (entries) =>
    entriesOf(entries.slice(from), 'client-connected').find(
      (entry) => entry.client === client && (wanted === undefined || entry.ok === (wanted === 'let in')),
    ),
  )
}
