import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, atRest, finished, ran, record, reply, turns } from '../record/example.ts'
import type { PageView } from '../record/page-view.ts'
import { pageTrue } from './page-true.ts'

const history: EntryBody = { kind: 'history-seen', session: 'main', turns: turns('u:compare', 'a:all alike') }
const asks = [...accepted('m1', 'compare'), asked(0, 0, turns('u:compare')), ...reply(0, 'all alike'), history]
const both = [
  { from: 'user', text: 'compare' },
  { from: 'assistant', text: 'all alike' },
] as const

function shows(view: Partial<PageView> = {}, client = 'main'): EntryBody {
  const rest = { session: 'main', messages: both, busy: false, stop: false, queued: [], ready: true, problems: [] }
  return { kind: 'page-saw', client, ...rest, ...view }
}
const judge = (...bodies: EntryBody[]) => pageTrue.judge(evidenceOf(record(...asks, ...bodies, ...atRest)))
const says = (...bodies: EntryBody[]) => judge(...bodies).findings.map((finding) => finding.says)

test('passes when the page shows what is stored, whatever it showed before; and when there is no page', () => {
  expect(judge(shows({ busy: true, messages: [] }), shows()).verdict).toBe('pass')
  expect(judge().verdict).toBe('pass')
})

test('fails for a message that is not shown, with what is shown instead and its picture', () => {
  const picture: EntryBody = { kind: 'page-pictured', client: 'main', file: 'pages/main-end.png' }
  const { verdict, findings } = judge(shows({ messages: both.slice(0, 1), problems: ['Disconnected'] }), picture)
  expect(verdict).toBe('fail')
  expect(findings).toMatchObject([
    {
      says: 'the page of client main does not show "all alike", and the history has it once',
      entries: [6, 5],
      excerpt: ['since 60 ms it shows: user "compare"', 'it says: Disconnected', 'picture: pages/main-end.png'],
    },
  ])
})

test('a page that lacks a part of itself is not judged, but for one that was loaded again', () => {
  const why = 'net::ERR_INSUFFICIENT_RESOURCES'
  const missed: EntryBody = { kind: 'page-part-missed', client: 'main', path: '/assets/chat.js', why }
  const broken = shows({ busy: true, ready: false, problems: ['This view could not load. Reload'] })
  expect(judge(missed, broken)).toMatchObject({
    verdict: 'inconclusive',
    why: `the page of client main did not get /assets/chat.js: ${why}`,
  })
  expect(judge(missed, broken, shows({ busy: true })).verdict).toBe('fail')
  expect(judge({ ...missed, client: 'tab' }, broken).verdict).toBe('fail')
  // what it says is its own matter, as long as it got all that it asked for
  expect(judge(broken).verdict).toBe('fail')
})

test('fails for a message that is shown twice', () => {
  expect(says(shows({ messages: [...both, both[0]] }))).toEqual([
    'the page of client main shows "compare" 2 times, and the history has it once',
  ])
})

test('the history decides: what it has twice is to be shown twice, and what it has not need not be shown', () => {
  const twice: EntryBody = { kind: 'history-seen', session: 'main', turns: turns('u:compare', 'u:compare') }
  expect(says(twice, shows({ messages: [both[0], both[0]] }))).toEqual([])
})

describe('busy', () => {
  test('fails with nothing running', () => {
    expect(says(shows({ busy: true, stop: true }))).toEqual([
      'the page of client main is busy, with a stop button, and nothing runs',
    ])
    expect(says(shows({ busy: true }))).toEqual(['the page of client main is busy and nothing runs'])
  })

  test('passes while the session runs', () => {
    const running: EntryBody = { kind: 'sessions-seen', sessions: [{ session: 'main', running: true, status: '' }] }
    expect(pageTrue.judge(evidenceOf(record(...asks, shows({ busy: true }), ...atRest, running))).verdict).toBe('pass')
  })
})

test('fails for a message that is still kept to be sent, with nothing running', () => {
  expect(says(shows({ queued: ['and then?'] }))).toEqual([
    'the page of client main still keeps "and then?" to send it later',
  ])
})

describe('a stop button that is wanted and not there', () => {
  const wanted: EntryBody = {
    kind: 'client-sent',
    client: 'main',
    message: 's',
    session: 'main',
    what: 'abort',
    text: '',
  }
  const missed: EntryBody = { kind: 'step-missed', step: 3, does: 'stop', fault: true, why: 'no button' }

  test('fails while a tool runs', () => {
    expect(says(...ran('c', 'b', 7), shows(), wanted, missed)).toEqual([
      'the page of client main has no stop button, and tool b runs',
    ])
  })

  test('passes when nothing ran, when it came in time, and for a client that is no page', () => {
    const ended = finished('c', 'b', 'b returned')
    expect(says(...ran('c', 'b', 7), ...ended, shows(), wanted, missed)).toEqual([])
    expect(says(...ran('c', 'b', 7), shows({ stop: true }), shows(), wanted, ...ended)).toEqual([])
    expect(says(...ran('c', 'b', 7), shows(), { ...wanted, client: 'phone' } as EntryBody, missed, ...ended)).toEqual(
      [],
    )
  })
})

describe('a page that cannot be typed in', () => {
  const dead = shows({ ready: false })
  const refused: EntryBody = { kind: 'client-connected', client: 'main', device: 0, ok: false, detail: 'unauthorized' }
  const offline: EntryBody = { kind: 'page-online', client: 'main', online: false }

  test('fails while the gateway runs and would let it in', () => {
    expect(says(dead)).toEqual(['the page of client main cannot be typed in, though the gateway runs'])
    expect(says(refused, { ...refused, ok: true }, offline, { ...offline, online: true }, dead)).toHaveLength(1)
  })

  test('passes when the gateway has refused it, or the schedule has left it off the network', () => {
    expect(says(refused, dead)).toEqual([])
    expect(says(offline, dead)).toEqual([])
  })

  test('is told of its own client', () => {
    expect(says(offline, dead, shows({ ready: false }, 'tab'))).toEqual([
      'the page of client tab cannot be typed in, though the gateway runs',
    ])
  })
})

test('is inconclusive when the run did not come to its end, or the gateway was left stopped', () => {
  const exited: EntryBody = { kind: 'gateway-exited', code: 0, signal: null, asked: true }
  expect(pageTrue.judge(evidenceOf(record(...asks, shows()))).verdict).toBe('inconclusive')
  expect(judge(shows({ ready: false }), exited).verdict).toBe('inconclusive')
})
