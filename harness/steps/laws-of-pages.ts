import type { EntryBody } from '../record/entry.ts'
import type { Law } from './laws.ts'

const letIn: EntryBody = { kind: 'client-connected', client: 'main', device: 0, ok: true, detail: '' }
const refused: EntryBody = { ...letIn, ok: false, detail: 'unauthorized' }
const other: EntryBody = { ...letIn, client: 'tab' }

/** How the steps about a page in a browser are to work, for the test of the laws. */
export const lawsOfPages: Law[] = [
  {
    step: { do: 'page.sleeps', client: 'main' },
    when: [],
    does: ['stall', 'set online'],
    effects: [],
    undo: { does: ['cut', 'set online'], effects: [letIn] },
  },
  { step: { do: 'page.wakes', client: 'main' }, when: [], does: ['cut', 'set online'], effects: [other, refused] },
  {
    step: { do: 'page.losesToken', client: 'main', to: 'wrong' },
    when: [],
    does: ['set token'],
    effects: [letIn, refused],
    undo: { does: ['set token'], effects: [letIn] },
  },
  { step: { do: 'page.getsToken', client: 'main' }, when: [], does: ['set token'], effects: [refused, letIn] },
  {
    step: { do: 'page.clockJumps', client: 'main', hours: -1 },
    when: [],
    does: ['jump clock'],
    effects: [
      { kind: 'page-clock', client: 'main', aheadMs: 3 },
      { kind: 'page-clock', client: 'main', aheadMs: -3_599_990 },
    ],
  },
]
