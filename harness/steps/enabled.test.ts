import { describe, expect, test } from 'vitest'
import { factsOf } from '../facts/facts-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, record, replied, reply, saw, turns } from '../record/example.ts'
import { kindOf, type Step } from './index.ts'

const position = { turn: 0, reply: 0 }
const look = (step: Step, ...entries: EntryBody[]) =>
  kindOf(step).enabled(step, { facts: factsOf(record(...entries)), position, says: 'compare' })

const finishes: Step = { do: 'tool.finishes', tool: 'a' }
const says: Step = { do: 'model.says', text: 'yes' }
const life: EntryBody = { kind: 'gateway-started', pid: 1 }
const exited: EntryBody = { kind: 'gateway-exited', code: 1, signal: null, asked: false }
const began = (step: number, does: string): EntryBody => ({ kind: 'step-started', step, does })
const started: EntryBody = { kind: 'tool-started', call: 'x', tool: 'a', pid: 1, args: [] }
const ended = (end: 'gone' | 'finished'): EntryBody => ({ kind: 'tool-ended', call: 'x', tool: 'a', end, text: '' })
const stop: EntryBody[] = [
  { kind: 'client-sent', message: 's', session: 'main', what: 'stop', text: '/stop' },
  { kind: 'client-acknowledged', message: 's', ok: true, detail: '', stopped: 'at once' },
]
const called = [...accepted('m', 'compare'), asked(0, 0, turns('u:compare')), ...reply(0, '', { id: 'x', tool: 'a' })]
const told: EntryBody = {
  kind: 'client-saw',
  session: 'main',
  what: 'error',
  run: 'r-m',
  text: 'timeout acquiring session store lock',
}

describe('a tool’s step', () => {
  test('can never happen once a stop has ended the tool', () => {
    const entries = [life, ...called, started, began(4, 'user types /stop'), ...stop, ended('gone')]
    expect(look(finishes, ...entries)).toEqual({
      never: 'tool a was ended in step 5 (user types /stop), so it holds no more',
    })
  })

  test('waits for another start where the tool ended otherwise: a gateway may run the call again', () => {
    expect(look(finishes, life, ...called, started, began(1, 'tool a finishes'), ended('finished'))).toEqual({
      waitsFor: 'tool a to start again',
      doubt: 'tool a finished in step 2 (tool a finishes), so it holds no more',
    })
    expect(look(finishes, life, ...called, started, ended('gone'), started)).toBe('now')
  })

  test('doubts when the client was told the end of the run that made the call', () => {
    expect(look(finishes, life, ...called, told)).toEqual({
      waitsFor: 'tool a to start',
      doubt: 'tool a never started: the client was told: "timeout acquiring session store lock"',
    })
  })

  test('can never happen when the gateway is down', () => {
    expect(look(finishes, life, ...called, began(2, 'gateway receives SIGTERM'), exited)).toEqual({
      never: 'the gateway exited (code 1) in step 3 (gateway receives SIGTERM) and was not started again',
    })
  })
})

describe('a step about a message', () => {
  const waits: Step = { do: 'message.waits', text: 'and a fourth' }
  const sees: Step = { do: 'client.seesReplyTo', text: 'compare', client: 'main' }
  const queued = [...called, ...accepted('d', 'and a fourth')]

  test('lands while a tool of its session runs, and not in another session', () => {
    expect(look(waits, ...queued)).toEqual({
      waitsFor: 'session main to be busy while "and a fourth" waits',
    })
    expect(look(waits, ...queued, started)).toBe('now')
    expect(look(waits, ...called, ...accepted('d', 'and a fourth', 'side'), started)).toMatchObject({
      waitsFor: 'session side to be busy while "and a fourth" waits',
    })
  })

  test('waits no more once the model was asked about it, or its client told of its end', () => {
    expect(look(waits, ...queued, asked(1, 1, turns('u:and a fourth')))).toEqual({
      never: 'the model was asked about "and a fourth", so it waits no more',
    })
    expect(look(waits, ...queued, saw('r-d', '', { what: 'aborted' }))).toEqual({
      never: '"and a fourth" waits no more: the client was told: the run is over (aborted)',
    })
  })

  test('is not about a notice that comes before the answer, nor about what another client is shown', () => {
    const answered = [...accepted('m', 'compare'), asked(0, 0, turns('u:compare')), ...reply(0, 'alike')]
    const notice = saw('r-m', 'still working')
    expect(look(sees, ...accepted('m', 'compare'), asked(0, 0, turns('u:compare')), notice)).not.toBe('now')
    expect(look(sees, ...answered)).toMatchObject({ waitsFor: 'client main to be shown the reply to "compare"' })
    expect(look(sees, ...answered, saw('r-m', 'alike', { client: 'phone' }))).not.toBe('now')
    expect(look(sees, ...answered, saw('r-other', 'they are: alike'))).toBe('now')
  })

  test('stops no run that the gateway has given no name', () => {
    const [sent, answer] = accepted('m', 'compare') as [EntryBody, EntryBody]
    const aborts: Step = { do: 'user.aborts', session: 'main', client: 'main', run: 'compare' }
    expect(look(aborts, sent, { ...answer, run: '' } as EntryBody)).toEqual({
      never: 'the gateway named no run when it accepted "compare"',
    })
  })
})

describe('a reply', () => {
  test('waits for its request', () => {
    expect(look(says, life, ...accepted('m', 'compare'))).toEqual({
      waitsFor: 'the model to be asked for reply 1 to "compare"',
      limit: 'ask',
    })
    expect(look(says, life, ...accepted('m', 'compare'), asked(0, 0, turns('u:compare')))).toBe('now')
  })

  test('can never be asked for by a message that was refused', () => {
    const sent: EntryBody = { kind: 'client-sent', message: 'm', session: 'main', what: 'message', text: 'compare' }
    const refused: EntryBody = { kind: 'client-acknowledged', message: 'm', ok: false, detail: 'too long' }
    expect(look(says, life, sent, refused)).toEqual({ never: 'the gateway refused "compare": too long' })
  })

  test('doubts after the end of its run, and after a rejection, while no other request is under way', () => {
    const rejection = { status: 400, type: 'invalid_request_error', message: 'unexpected tool_use_id' }
    const rejected = { ...asked(0, 0, turns('u:compare')), rejection } as EntryBody
    expect(look(says, life, ...accepted('m', 'compare'), told)).toMatchObject({
      doubt: 'the client was told: "timeout acquiring session store lock"',
    })
    const after = [life, ...accepted('m', 'compare'), rejected, replied(0)]
    expect(look(says, ...after)).toMatchObject({
      doubt: 'the provider rejected the request with 400: unexpected tool_use_id',
    })
    expect(look(says, ...after, asked(1, 0, turns('u:compare')))).toBe('now')
  })
})
