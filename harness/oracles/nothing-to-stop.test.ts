import { expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, permission, ran, record, reply, saw, stopped, turns } from '../record/example.ts'
import { stopsOfNothing } from './nothing-to-stop.ts'

const found = (...bodies: EntryBody[]) => stopsOfNothing(evidenceOf(record(...bodies)).facts).length

const message = accepted('m1', 'compare')
const answered = [...message, asked(0, 0, turns('u:compare')), ...reply(0, 'alike')]

test('a stop of what was over is said to have stopped something', () => {
  expect(found(...answered, saw('r-m1', 'alike'), ...stopped('s1'))).toBe(1)
  expect(found(...message, ...stopped('s1'), ...stopped('s2'))).toBe(1)
  expect(found(...stopped('s1'))).toBe(1)
})

test('a stop that says that there was nothing is no finding', () => {
  const [sent, answer] = stopped('s1') as [EntryBody, EntryBody]
  expect(found(...answered, saw('r-m1', 'alike'), sent, { ...answer, stopped: 'nothing' } as EntryBody)).toBe(0)
})

test.each([
  ['whose client was not told the end yet', answered],
  [
    'that was accepted while the stop was under way',
    [stopped('s1')[0] as EntryBody, ...message, stopped('s1')[1] as EntryBody],
  ],
  [
    'whose tool still runs',
    [
      ...message,
      asked(0, 0, turns('u:compare')),
      ...reply(0, '', { id: 'c', tool: 'a' }),
      ...ran('c', 'a', 1),
      saw('r-m1', 'x'),
    ],
  ],
  [
    'in which a person is asked',
    [...message, ...reply(0, '', { id: 'c', tool: 'a' }), ...permission('c'), saw('r-m1', 'x')],
  ],
  [
    'of which a client has seen what was said beside calls',
    [...message, asked(0, 0, turns('u:compare')), ...reply(0, 'I look', { id: 'c', tool: 'a' }), saw('r-m1', 'I look')],
  ],
  ['for which the model is asked', [...message, asked(0, 0, turns('u:compare')), saw('r-m1', 'x')]],
])('a run %s may be stopped', (_, before) => {
  const isStopThere = before.some((body) => body.kind === 'client-sent' && body.what === 'stop')
  expect(found(...before, ...(isStopThere ? [] : stopped('s1')))).toBe(0)
})

test('a stop of one run is about that run', () => {
  const abort: EntryBody[] = [
    { kind: 'client-sent', message: 's', session: 'main', what: 'abort', text: 'stop', run: 'r-m1' },
    { kind: 'client-acknowledged', message: 's', ok: true, detail: '{}', stopped: 'at once', stoppedRuns: ['r-m1'] },
  ]
  const second = [...accepted('m2', 'weigh'), asked(1, 1, turns('u:compare', 'a:alike', 'u:weigh'))]
  expect(found(...answered, saw('r-m1', 'alike'), ...second, ...abort)).toBe(1)
  expect(found(...answered, ...second, ...abort)).toBe(0)
})
