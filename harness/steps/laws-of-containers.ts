import type { EntryBody } from '../record/entry.ts'
import type { Step } from './index.ts'
import type { Law } from './laws.ts'

const exited: EntryBody = { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true }
const changed = (to: string): EntryBody => ({ kind: 'container-changed', to })
const law = (step: Step, to: string, given: EntryBody[] = [], when: EntryBody[] = []): Law => ({
  step,
  given,
  when,
  does: ['change'],
  effects: [changed('something else'), changed(to)],
})
const lawOfFault = (step: Step, to: string): Law => ({ ...law(step, to), undo: { does: ['undo'], idle: ['undo'] } })

/** How the steps about a gateway's container are to work, for the test of the laws. */
export const lawsOfContainers: Law[] = [
  lawOfFault({ do: 'container.disconnects' }, 'disconnected'),
  {
    step: { do: 'container.reconnects' },
    when: [],
    does: ['change', 'change'],
    effects: [changed('cut off'), changed('connected')],
  },
  lawOfFault({ do: 'container.losesPackets' }, 'losing packets'),
  lawOfFault({ do: 'container.slows' }, 'slow'),
  lawOfFault({ do: 'container.losesNames' }, 'without names'),
  law(
    { do: 'container.isRepaired' },
    'repaired',
    [changed('without names')],
    [{ kind: 'gateway-logged', line: 'getaddrinfo EAI_AGAIN provider' }],
  ),
  lawOfFault({ do: 'container.pauses' }, 'paused'),
  law({ do: 'container.goesOn' }, 'going on'),
  lawOfFault({ do: 'container.starves' }, 'starved of CPU'),
  law({ do: 'container.isFed' }, 'fed'),
  {
    step: { do: 'container.runsOutOfMemory' },
    when: [],
    does: ['change'],
    effects: [changed('out of memory'), exited],
  },
  lawOfFault({ do: 'container.diskFills' }, 'full'),
  law(
    { do: 'container.diskEmpties' },
    'with room',
    [changed('full')],
    [{ kind: 'gateway-logged', line: 'Error: database or disk is full' }],
  ),
  {
    step: { do: 'container.isRecreated', root: 'read-only' },
    when: [],
    does: ['change', 'start'],
    effects: [changed('killed')],
  },
  {
    step: { do: 'gateway.gainsAnother', serves: false },
    when: [],
    does: ['start another'],
    effects: [
      { kind: 'another-gateway', state: 'started', detail: '' },
      { kind: 'another-gateway', state: 'exited', detail: '' },
    ],
  },
  {
    step: { do: 'gateway.gainsAnother', serves: true },
    when: [],
    does: ['start another'],
    effects: [
      { kind: 'another-gateway', state: 'exited', detail: '' },
      { kind: 'another-gateway', state: 'ready', detail: '' },
    ],
  },
]
