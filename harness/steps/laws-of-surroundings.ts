import type { EntryBody } from '../record/entry.ts'
import type { Law } from './laws.ts'

const running: EntryBody = { kind: 'gateway-started', pid: 1 }
const exited: EntryBody = { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true }

/** How the steps about what lies around a gateway are to work, for the test of the laws. */
export const lawsOfSurroundings: Law[] = [
  {
    step: { do: 'user.compacts', session: 'main', client: 'main', until: 'done' },
    given: [running],
    when: [],
    does: ['compact'],
    effects: [
      { kind: 'client-acknowledged', message: 'm', ok: true, detail: '{}', run: 'r' },
      { kind: 'client-saw', session: 'main', what: 'reply', text: 'Compacted', run: 'r' },
    ],
  },
  {
    step: { do: 'config.changes', kind: 'hot' },
    given: [running],
    when: [],
    does: ['change'],
    effects: [{ kind: 'gateway-logged', line: 'seen' }],
    undo: { does: ['mend'], idle: ['mend'] },
  },
  {
    step: { do: 'gateway.restarts' },
    given: [
      { kind: 'client-disconnected', client: 'main', detail: '' },
      { kind: 'config-changed', change: 'restart' },
    ],
    when: [{ kind: 'client-disconnected', client: 'main', detail: 'service restart' }],
    does: ['look'],
    effects: [],
  },
  {
    step: { do: 'store.holds', damage: 'orphaned-call', session: 'main' },
    given: [running, exited],
    when: [],
    does: ['damage'],
    effects: [],
  },
  {
    step: { do: 'store.fails', as: 'full' },
    given: [running],
    when: [],
    does: ['set'],
    effects: [
      { kind: 'conditions-set', writes: 'fine', clockMs: 0, aheadMs: 0 },
      { kind: 'conditions-set', writes: 'full', clockMs: 0, aheadMs: 0 },
    ],
    undo: {
      does: ['set'],
      effects: [{ kind: 'conditions-set', writes: 'fine', clockMs: 0, aheadMs: 0 }],
      idle: ['set'],
    },
  },
  {
    step: { do: 'gateway.stopsAtWrite', write: 2, torn: false },
    given: [running],
    when: [],
    does: ['set'],
    effects: [
      { kind: 'conditions-set', writes: 'fine', clockMs: 0, aheadMs: 0, holdAt: 0 },
      { kind: 'conditions-set', writes: 'fine', clockMs: 0, aheadMs: 0, holdAt: 2 },
    ],
    undo: { does: ['set'], idle: ['set'] },
  },
  {
    step: { do: 'gateway.diesAtWrite' },
    given: [running, { kind: 'conditions-set', writes: 'fine', clockMs: 0, aheadMs: 0, holdAt: 2 }],
    when: [{ kind: 'write-held', write: 2, path: 'x' }],
    does: ['signal'],
    effects: [exited],
  },
  {
    step: { do: 'store.recovers' },
    when: [{ kind: 'write-refused', how: 'full', path: 'x' }],
    does: ['set'],
    effects: [{ kind: 'conditions-set', writes: 'fine', clockMs: 0, aheadMs: 0 }],
  },
  {
    step: { do: 'store.isHeld' },
    given: [running],
    when: [],
    does: ['hold'],
    effects: [],
    undo: { does: ['let go'], idle: ['let go'] },
  },
  {
    step: { do: 'store.isLocked', by: 'dead', session: 'main' },
    given: [running, exited],
    when: [],
    does: ['lock'],
    effects: [],
    undo: { does: ['let go'], idle: ['let go'] },
  },
  {
    step: { do: 'store.isReleased' },
    given: [{ kind: 'store-held', by: 'writer' }],
    when: [{ kind: 'write-refused', how: 'locked', path: 'x' }],
    does: ['let go'],
    effects: [],
  },
  {
    step: { do: 'clock.jumps', hours: 1 },
    given: [running],
    when: [],
    does: ['set'],
    effects: [
      { kind: 'conditions-set', writes: 'fine', clockMs: 3_600_000, aheadMs: 3 },
      { kind: 'conditions-set', writes: 'fine', clockMs: 3_600_000, aheadMs: 3_600_003 },
    ],
  },
]
