import { beforeAll, describe, expect, test } from 'vitest'
import { reference } from '../gateways/reference/driver.ts'
import type { Need } from '../need.ts'
import type { Entry, EntryBody } from '../record/entry.ts'
import { accepted, asked, ran, record, replied, turns } from '../record/example.ts'
import { cleanBatch, question } from './base.ts'
import { faults } from './faults.ts'
import { instantsOf } from './instants.ts'
import { type Cell, type Ground, sweep } from './sweep.ts'

const batch = cleanBatch(2, true)
const landed = (step: number): EntryBody => ({ kind: 'step-landed', step, does: '', fault: false, ms: 0 })
const wrote = (request: number, mark: string): EntryBody => ({ kind: 'provider-wrote', request, mark })
const ended = (tool: string): EntryBody => ({ kind: 'tool-ended', call: tool, tool, end: 'finished', text: '' })
const says = { says: question, message: 'm' }

/** A clean run of two tools, in which the second request comes before the step that led to it has landed. */
const clean: Entry[] = record(
  ...accepted('m', question),
  { ...asked(0, 0, turns(`u:${question}`)), ...says, session: 'main', conversation: 'main' } as EntryBody,
  landed(0),
  ...['(text) middle', 'a start 1', 'a input 1', 'a end 1', 'b end 1', 'end'].map((mark) => wrote(0, mark)),
  replied(0),
  landed(1),
  ...ran('y', 'b', 2).slice(1),
  ...ran('x', 'a', 1).slice(1),
  landed(2),
  landed(3),
  ended('a'),
  landed(4),
  ended('b'),
  {
    ...asked(1, 0, turns(`u:${question}`), 'm'),
    ...says,
    reply: 1,
    session: 'main',
    conversation: 'main',
  } as EntryBody,
  landed(5),
  wrote(1, '(text) end'),
  landed(6),
  landed(7),
  { kind: 'aftermath-began', phase: 'mending', why: '' },
  landed(0),
)
const instants = instantsOf(batch, clean)

describe('the instants of a clean run', () => {
  test('have the same names in every run, whichever tool starts first', () => {
    const one = 'main, message 1, request 1'
    const two = 'main, message 1, request 2'
    expect(instants.map(({ name }) => name)).toEqual([
      `main, "${question}" accepted`,
      `${one}: arrived`,
      `${one}: (text) middle`,
      `${one}: a start 1`,
      `${one}: a input 1`,
      `${one}: a end 1`,
      `${one}: b end 1`,
      `${one}: calls streamed`,
      `${one}: a, b started`,
      `${one}: a ended`,
      `${one}: b ended, the last one`,
      `${two}: arrived`,
      `${two}: (text) end`,
      `${two}: answer ended`,
      `${two}: answer shown`,
    ])
  })

  test('say what brings a gateway there, and what keeps it there', () => {
    const [, arrived, inText] = instants
    expect(arrived?.before.map((step) => step.do)).toEqual(['user.says', 'model.thinks'])
    expect(inText?.inside?.at).toEqual({ text: 'middle' })
    expect(instants.filter(({ passing }) => passing).map(({ name }) => name.replace(/.*[:"] ?/, ''))).toEqual([
      'accepted',
      'calls streamed',
      'b ended, the last one',
      'answer ended',
    ])
    expect(instants.find(({ name }) => name.endsWith('a ended'))?.before.at(-1)).toEqual({
      do: 'tool.holds',
      tool: 'b',
    })
  })
})

describe('a sweep', () => {
  let ground: Ground
  let cells: Cell[] = []
  const at = (instant: string, fault: string) =>
    cells.find((cell) => cell.instant.endsWith(instant) && cell.fault === fault) as Cell
  const stepsAt = (instant: string, fault: string) => {
    const cell = at(instant, fault)
    return 'scenario' in cell ? cell.scenario.steps : cell
  }

  beforeAll(async () => {
    const installed = await reference.install(reference.defaultVersion, () => {})
    ground = { driver: reference, installed, api: 'anthropic-messages' }
    cells = sweep(instants, faults, ground)
  })

  test('kills no gateway as it resumes that resumes nothing', () => {
    const lacks = (need: Need) => (need === 'resumes' ? 'it resumes nothing' : undefined)
    const fault = 'SIGKILL, again as it resumes'
    const resumed = sweep(instants, faults, { ...ground, driver: { ...reference, lacks } })
    expect(stepsAt('a ended', fault)).toContainEqual({ do: 'gateway.diesStarting', at: 'request' })
    const states = resumed.filter((cell) => cell.fault === fault)
    expect(states.every((cell) => 'not' in cell && cell.not === 'it resumes nothing')).toBe(true)
  })

  test('has a cell for each instant and each fault', () => {
    expect(cells.length).toBe(instants.length * faults.length)
  })

  test('holds a reply where a fault comes inside it', () => {
    expect(stepsAt('request 1: a input 1', 'SIGKILL')).toMatchObject([
      { do: 'user.says' },
      { do: 'model.calls', fault: { kind: 'stall', at: { call: 'a', after: 'input', nth: 1 } } },
      { do: 'gateway.receives', signal: 'SIGKILL' },
      { do: 'gateway.starts' },
    ])
  })

  test('puts two recoveries where nothing of a reply is under way, as the last step', () => {
    const fault = 'SIGKILL, two recoveries'
    expect(stepsAt('a ended', fault)).toMatchObject([
      ...[{ do: 'user.says' }, { do: 'model.calls' }, { do: 'tool.finishes' }, { do: 'tool.holds' }],
      ...[{ do: 'gateway.receives', signal: 'SIGKILL' }, { do: 'gateway.recoversTwice' }],
    ])
    expect(at('request 1: a input 1', fault)).toMatchObject({ not: expect.stringContaining('between replies') })
  })

  test('stops a session while a later one runs', () => {
    expect(stepsAt('a ended', '/stop beside a later session')).toMatchObject([
      ...[{ do: 'user.says' }, { do: 'model.calls' }, { do: 'tool.finishes' }, { do: 'tool.holds', tool: 'b' }],
      ...[{ do: 'user.says', session: 'another' }, { do: 'model.calls' }, { do: 'tool.holds', tool: 'other' }],
      ...[
        { do: 'user.stops', session: 'main' },
        { do: 'tool.finishes', tool: 'other' },
      ],
    ])
  })

  test('asks a person about the last call of a batch when the others have ended', () => {
    const fault = 'a call declined'
    expect(at('request 1: arrived', fault)).toMatchObject({ scenario: { gateway: { asksFirst: true } } })
    expect(stepsAt('request 1: arrived', fault)).toMatchObject([
      ...[{ do: 'user.says' }, { do: 'model.calls' }, { do: 'user.allows', tool: 'a' }],
      ...[{ do: 'tool.finishes', tool: 'a' }, { do: 'permission.isAsked' }, { do: 'user.declines', tool: 'b' }],
    ])
    expect(at('request 2: arrived', fault)).toMatchObject({ not: expect.stringContaining('for calls') })
  })

  test('starts with a sign-in that has expired, and has two sessions renew it at once', () => {
    const cell = at('accepted', 'sign-in expired, two sessions')
    expect(cell).toMatchObject({ scenario: { gateway: { signIn: 'expired-oauth' } } })
    expect(stepsAt('accepted', 'sign-in expired, two sessions')).toMatchObject([
      ...[{ do: 'user.says', session: 'main' }, { do: 'oauth.asked' }],
      ...[{ do: 'user.says', session: 'another' }, { do: 'oauth.answers' }],
    ])
    expect(at('a ended', 'sign-in expired, two sessions')).toMatchObject({ not: expect.any(String) })
  })

  test('has a schedule for every fault at some instant', () => {
    const tried = new Set(cells.flatMap((cell) => ('scenario' in cell ? [cell.fault] : [])))
    expect(faults.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([])
  })

  test('says why a cell is none', () => {
    expect(at('request 1: arrived', 'tool fails')).toMatchObject({ not: 'no tool holds there' })
    expect(at('answer shown', '/stop')).toMatchObject({ not: 'nothing runs there' })
    expect(at('a input 1', 'event twice')).toMatchObject({ not: expect.stringContaining('which no gateway can know') })
  })

  test('tries once what a gateway cannot tell apart, and says what it is the same as', () => {
    expect(at('request 1: arrived', '429')).toMatchObject({
      same: { instant: `main, "${question}" accepted`, fault: '429' },
    })
    const same = cells.flatMap((cell) => ('same' in cell ? [at(cell.same.instant, cell.same.fault)] : []))
    expect(same.length).toBeGreaterThan(0)
    expect(same.every((cell) => 'scenario' in cell)).toBe(true)
  })

  test('gives the awaited reply to the message that it was for', () => {
    expect(stepsAt('request 2: arrived', 'second message')).toMatchObject([
      ...[{ do: 'user.says' }, { do: 'model.calls' }, { do: 'tool.finishes' }, { do: 'tool.finishes' }],
      ...[{ do: 'model.thinks' }, { do: 'user.says' }, { do: 'model.says', to: question }],
    ])
  })
})
