import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { Asking, EntryBody } from '../record/entry.ts'
import { accepted, asked, exited, record, reply, saw, started, turns } from '../record/example.ts'
import { settingsKept } from './settings-kept.ts'

const usual: Asking = { model: 'claude', tools: ['exec', 'read'], system: 4_000 }
const judged = (...bodies: EntryBody[]) => settingsKept.judge(evidenceOf(record(...bodies)))

/** A message, the request about it with its settings, and its answer. */
function turn(number: number, settings: Asking | undefined, session = 'main'): EntryBody[] {
  const text = `question ${session} ${number}`
  const request = { ...asked(number, number, turns(`u:${text}`)), settings } as EntryBody
  return [...accepted(`m${number}`, text, session), request, ...reply(number, 'yes'), saw(`r-m${number}`, 'yes')]
}

const restart = [exited('SIGTERM'), ...started]

test('passes when a conversation is asked about as before', () => {
  expect(judged(...turn(0, usual), ...restart, ...turn(1, usual)).verdict).toBe('pass')
})

test('passes when the system prompt has another time in it, or the tools another order', () => {
  const later = { ...usual, system: 4_013, tools: ['read', 'exec'] }
  expect(judged(...turn(0, usual), ...restart, ...turn(1, later)).verdict).toBe('pass')
})

describe('fails when after a restart', () => {
  test.each<[string, Asking]>([
    ['another model is asked', { ...usual, model: 'claude-mini' }],
    ['no tools are offered', { ...usual, tools: [] }],
    ['a tool is missing', { ...usual, tools: ['exec'] }],
    ['there is no system prompt', { ...usual, system: 0 }],
  ])('%s', (_, settings) => {
    const { verdict, findings } = judged(...turn(0, usual), ...restart, ...turn(1, settings))
    expect(verdict).toBe('fail')
    expect(findings).toHaveLength(1)
  })

  test('another model is asked in one of two sessions', () => {
    const both = [...turn(0, usual), ...turn(1, usual, 'side'), ...restart, ...turn(2, usual)]
    expect(judged(...both, ...turn(3, { ...usual, model: 'mini' }, 'side')).verdict).toBe('fail')
    expect(judged(...both, ...turn(3, usual, 'side')).verdict).toBe('pass')
  })

  test('or after a kill', () => {
    const killed = [exited('SIGKILL'), ...started]
    expect(judged(...turn(0, usual), ...killed, ...turn(1, { ...usual, tools: [] })).verdict).toBe('fail')
  })
})

test('passes when another version was started, and fails when the first has forgotten by its next start', () => {
  const older = started.map((body) => (body.kind === 'gateway-ready' ? { ...body, version: '0.1' } : body))
  const inOlder = [...turn(0, usual), exited('SIGTERM'), ...older, ...turn(1, { ...usual, tools: ['exec'] })]
  expect(judged(...inOlder).verdict).toBe('pass')
  expect(judged(...inOlder, ...restart, ...turn(2, usual)).verdict).toBe('pass')
  const back = { ...usual, model: 'claude-mini' }
  expect(judged(...inOlder, ...restart, ...turn(2, usual), ...restart, ...turn(3, back)).verdict).toBe('fail')
})

test('says nothing of a turn that a gateway takes up again by itself, whether it was asked before a restart or after it', () => {
  const ask = { ...asked(0, 0, turns('u:question main 0')), settings: usual } as EntryBody
  const again = { ...asked(9, 0, turns('u:question main 0')), settings: { ...usual, tools: ['exec'] } } as EntryBody
  const resumed = [...accepted('m0', 'question main 0'), ask, ...restart, again]
  expect(judged(...resumed, ...reply(9, 'yes'), ...turn(1, usual)).verdict).toBe('pass')
  expect(judged(...resumed, ...restart, ...turn(1, usual)).verdict).toBe('pass')
  expect(judged(...resumed, ...restart, ...turn(1, { ...usual, tools: ['exec'] })).verdict).toBe('fail')
})

test('passes when the configuration was changed in between', () => {
  const changed: EntryBody = { kind: 'config-changed', change: 'restart' }
  const other = { ...usual, model: 'claude-mini' }
  expect(judged(...turn(0, usual), changed, ...restart, ...turn(1, other)).verdict).toBe('pass')
  expect(judged(...turn(0, usual), exited('SIGTERM'), changed, ...started, ...turn(1, other)).verdict).toBe('pass')
})

test('a change before the last turn excuses nothing', () => {
  const changed: EntryBody = { kind: 'config-changed', change: 'hot' }
  const other = { ...usual, model: 'claude-mini' }
  expect(judged(changed, ...turn(0, usual), ...restart, ...turn(1, other)).verdict).toBe('fail')
})

test('two sessions may be asked about with different models', () => {
  const mini = { ...usual, model: 'claude-mini' }
  const both = [...turn(0, usual), ...turn(1, mini, 'side'), ...restart, ...turn(2, usual), ...turn(3, mini, 'side')]
  expect(judged(...both).verdict).toBe('pass')
})

test('records that hold no settings say nothing', () => {
  expect(judged(...turn(0, undefined), ...restart, ...turn(1, usual)).verdict).toBe('pass')
})

test('a side request, which has no tools, says nothing', () => {
  const title = { ...asked(1, 0, turns('u:a title')), turn: null, settings: { ...usual, tools: [] } } as EntryBody
  expect(judged(...turn(0, usual), ...restart, title, ...turn(2, usual)).verdict).toBe('pass')
})
