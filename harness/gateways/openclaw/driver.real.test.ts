import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entriesOf } from '../../record/record.ts'
import { textOf } from '../../transcript/transcript.ts'
import { openStage, type Stage } from '../conformance-stage.ts'
import { openclaw } from './driver.ts'

const script = [
  { says: 'run a tool', replies: [{ text: '', calls: [{ tool: 'a' }] }] },
  { says: 'run another', replies: [{ text: '', calls: [{ tool: 'b' }] }] },
  { says: 'and a third', replies: [{ text: '', calls: [{ tool: 'c' }] }] },
]

/** One version of each generation: both kinds of store, protocols 3 and 4, tools reported by request and by default. */
describe.each(['2026.1.29', '2026.4.14', openclaw.defaultVersion])('the driver on openclaw@%s', (version) => {
  let stage: Stage
  let gateway: Stage['gateway']
  let record: Stage['record']

  beforeAll(async () => {
    stage = await openStage(openclaw, await openclaw.install(version, () => {}), script)
    ;({ gateway, record } = stage)
    await gateway.start()
  })
  afterAll(() => stage?.[Symbol.asyncDispose]())

  test('is ready by its own protocol', () => {
    expect(entriesOf(record.entries, 'gateway-ready')).toHaveLength(1)
    expect(gateway.running).toBe(true)
  })

  test('runs a gated tool for a message, reports its end, and shows the result and the reply', async () => {
    expect(stage.acknowledged(await gateway.client('main').send('main', 'run a tool'))).toMatchObject({ ok: true })
    const { call } = await stage.started('a')
    stage.ledger.order(call, 'finish', 'the result of a')
    await stage.seen('the report', (entries) =>
      entriesOf(entries, 'tool-reported').find((entry) => entry.phase === 'ended' && entry.call === call),
    )
    const saw = await stage.seen('a reply', (entries) =>
      entriesOf(entries, 'client-saw').find(({ what }) => what === 'reply'),
    )
    expect(saw.text).toBe('done (message 1, reply 2)')
    await expect
      .poll(async () => ((await gateway.history?.('main')) ?? []).map(textOf))
      .toContain('done (message 1, reply 2)')
  })

  test('a blocked event loop answers nothing until it goes on', async () => {
    gateway.block?.(300)
    await record.waitFor('the block', 'effect', (entries) => entriesOf(entries, 'gateway-blocked')[0])
    await gateway.history?.('main')
    expect(entriesOf(record.entries, 'gateway-unblocked')).toHaveLength(1)
  })

  test('/stop by another client ends the tool, and is acknowledged', async () => {
    await gateway.client('main').send('main', 'run another')
    const { call } = await stage.started('b')
    expect(stage.acknowledged(await gateway.client('phone').stop('main'))).toMatchObject({ ok: true })
    await stage.gone(call)
  })

  test('chat.abort ends the tool, in a session of its own', async () => {
    await gateway.client('main').send('side', 'and a third')
    const { call } = await stage.started('c')
    expect(stage.acknowledged((await gateway.client('main').abort?.('side')) ?? '')).toMatchObject({ ok: true })
    await stage.gone(call)
  })

  test('the stored transcript is read beside the running gateway, under the scenario’s names of sessions', async () => {
    const stored = (await gateway.store?.transcripts()) ?? []
    expect(stored.map(({ session }) => session).sort()).toEqual(['main', 'side'])
    const main = stored.find(({ session }) => session === 'main')
    expect(JSON.stringify(main?.turns)).toContain('the result of a')
    expect((await gateway.sessions()).map(({ session }) => session)).toContain('main')
  })

  test('is killed, and starts again on the same state', async () => {
    gateway.signal('SIGKILL')
    const exit = await record.waitFor('the exit', 'effect', (entries) => entriesOf(entries, 'gateway-exited')[0])
    expect(exit).toMatchObject({ signal: 'SIGKILL', asked: true })
    expect(gateway.running).toBe(false)
    expect((await gateway.store?.transcripts())?.length).toBeGreaterThan(0)
    await gateway.start()
    expect(((await gateway.history?.('main')) ?? []).map(textOf)).toContain('done (message 1, reply 2)')
  })
})
