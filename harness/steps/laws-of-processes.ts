import type { EntryBody } from '../record/entry.ts'
import type { Law } from './laws.ts'

/** An entry of the laws that a test appends by itself too. */
export const started: EntryBody = { kind: 'tool-started', call: 'x', tool: 'a', pid: 1, args: [] }
const ended = (end: 'finished' | 'failed' | 'died' | 'gone'): EntryBody => ({
  kind: 'tool-ended',
  call: 'x',
  tool: 'a',
  end,
  text: '',
})
const reported: EntryBody = { kind: 'tool-reported', session: 'main', call: 'x', phase: 'ended' }
/** An entry of the laws that a test appends by itself too. */
export const running: EntryBody = { kind: 'gateway-started', pid: 1 }
const signalled: EntryBody = { kind: 'gateway-signalled', signal: 'SIGTERM' }
/** An entry of the laws that a test appends by itself too. */
export const exited: EntryBody = { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true }
/** An entry of the laws that a test appends by itself too. */
export const ready: EntryBody = { kind: 'gateway-ready', protocol: '4', ms: 1 }
const asked: EntryBody = { kind: 'provider-asked', request: 0, turn: 0, reply: 0, turns: [], rejection: null, body: {} }

/** How the steps about gated tools and about the gateway's process are to work, for the test of the laws. */
export const lawsOfProcesses: Law[] = [
  { step: { do: 'tool.holds', tool: 'a' }, when: [started], does: ['look'], effects: [] },
  {
    step: { do: 'tool.finishes', tool: 'a' },
    when: [started],
    does: ['order'],
    effects: [ended('finished'), reported],
  },
  {
    step: { do: 'tool.finishes', tool: 'a' },
    when: [started],
    does: ['order'],
    effects: [ended('finished'), { ...reported, session: '' }],
  },
  { step: { do: 'tool.fails', tool: 'a' }, when: [started], does: ['order'], effects: [ended('failed'), reported] },
  { step: { do: 'tool.dies', tool: 'a' }, when: [started], does: ['order'], effects: [ended('died'), reported] },
  { step: { do: 'tool.floods', tool: 'a' }, when: [started], does: ['order'], effects: [ended('finished'), reported] },
  { step: { do: 'tool.garbles', tool: 'a' }, when: [started], does: ['order'], effects: [ended('finished'), reported] },
  { step: { do: 'tool.finishesLate', tool: 'a' }, when: [started], does: ['order'], effects: [ended('finished')] },
  { step: { do: 'tool.timesOut', tool: 'a' }, when: [started], does: [], effects: [ended('gone')] },
  {
    step: { do: 'tool.resists', tool: 'a', by: 'child' },
    when: [started],
    does: ['prepare'],
    effects: [{ kind: 'tool-resists', call: 'x', tool: 'a', child: 2 }],
  },
  {
    step: { do: 'gateway.receives', signal: 'SIGKILL' },
    given: [running],
    when: [],
    does: ['signal'],
    effects: [exited],
  },
  {
    step: { do: 'gateway.receives', signal: 'SIGTERM' },
    given: [running],
    when: [],
    does: ['signal'],
    effects: [{ kind: 'gateway-logged', line: 'signal SIGTERM received' }],
  },
  {
    step: { do: 'gateway.receives', signal: 'SIGTERM' },
    given: [running, signalled],
    when: [],
    does: ['signal'],
    effects: [
      { kind: 'gateway-logged', line: 'received SIGTERM; shutting down' },
      { kind: 'gateway-logged', line: 'received SIGTERM during shutdown; ignoring' },
    ],
  },
  ...['signal SIGUSR1 received', 'Debugger listening on ws://127.0.0.1:9229/'].map((line) => ({
    step: { do: 'gateway.receives', signal: 'SIGUSR1' } as const,
    given: [running],
    when: [],
    does: ['signal'],
    effects: [{ kind: 'gateway-logged', line } as const],
  })),
  {
    step: { do: 'gateway.blocks', ms: 5 },
    given: [running],
    when: [],
    does: ['block'],
    effects: [{ kind: 'gateway-blocked' }],
  },
  { step: { do: 'gateway.starts' }, given: [running, exited], when: [], does: ['start'], effects: [] },
  {
    step: { do: 'gateway.recoversTwice' },
    given: [running, exited],
    when: [],
    does: ['copy', 'start'],
    effects: [],
  },
  {
    step: { do: 'gateway.starts', version: 'older' },
    given: [running, exited],
    when: [],
    does: ['start older'],
    effects: [],
  },
  ...(['line', 'port', 'ready', 'request'] as const).map((at) => ({
    step: { do: 'gateway.diesStarting', at } as const,
    given: [running, exited],
    when: [],
    does: ['start', 'signal'],
    effects: [
      running,
      {
        line: { kind: 'gateway-logged', line: 'x' },
        port: { kind: 'line-answered', client: 'main' },
        ready,
        request: asked,
      }[at] as EntryBody,
      exited,
    ],
  })),
]
