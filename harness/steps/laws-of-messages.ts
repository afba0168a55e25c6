import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, reply, saw, turns } from '../record/example.ts'
import type { Law } from './laws.ts'

const compare = accepted('c', 'compare')
const asks = asked(0, 0, turns('u:compare'))
const [compareSent, compareAccepted] = compare as [EntryBody, EntryBody]
const stopped: EntryBody = { kind: 'client-acknowledged', message: 'm', ok: true, detail: '{}', stopped: 'at once' }
const page = {
  kind: 'page-saw',
  client: 'main',
  session: 'main',
  busy: false,
  stop: false,
  queued: [],
  ready: true,
} as const

/** How the steps about one message and about the answers to it are to work, for the test of the laws. */
export const lawsOfMessages: Law[] = [
  {
    step: { do: 'user.aborts', session: 'main', client: 'main', run: 'compare' },
    given: [compareSent],
    when: [compareAccepted],
    does: ['abort'],
    effects: [{ ...stopped, stopped: 'nothing' } as EntryBody, stopped],
  },
  ...(['permission.isAsked', 'user.allows', 'user.declines'] as const).map((kind) => ({
    step: kind === 'permission.isAsked' ? { do: kind, tool: 'a' } : { do: kind, tool: 'a', client: 'main' },
    given: [...compare, asks, ...reply(0, '', { id: 'x', tool: 'a' })],
    when: [{ kind: 'permission-asked', client: 'main', session: 'main', permission: 'p', call: 'x' } as EntryBody],
    does: { 'permission.isAsked': [], 'user.allows': ['allow'], 'user.declines': ['decline'] }[kind],
    effects: [],
  })),
  {
    step: { do: 'user.repeats', session: 'main', client: 'main' },
    when: [compareSent],
    does: ['repeat'],
    effects: [],
  },
  {
    step: { do: 'client.misspeaks', what: 'no-json', session: 'main', client: 'main' },
    when: [],
    does: ['misspeak'],
    effects: [],
  },
  {
    step: { do: 'message.waits', text: 'and a fourth' },
    given: [...compare, ...accepted('d', 'and a fourth')],
    when: [asks],
    does: [],
    effects: [],
  },
  {
    step: { do: 'client.seesReplyTo', text: 'compare', client: 'main' },
    given: [...compare, asks],
    when: [...reply(0, 'they are alike'), saw('r-c', 'they are alike')],
    does: [],
    effects: [],
  },
  {
    step: { do: 'client.seesReplyTo', text: 'compare', client: 'main' },
    given: [...compare, asks, ...reply(0, 'they are alike'), { ...page, messages: [], problems: [] }],
    when: [{ ...page, messages: [{ from: 'assistant', text: 'They said: they are  alike.' }], problems: [] }],
    does: [],
    effects: [],
  },
  {
    step: { do: 'provider.recovers', after: 2 },
    when: [
      { kind: 'provider-broke', request: 0 },
      { kind: 'provider-broke', request: 1 },
    ],
    does: ['mend'],
    effects: [],
  },
  {
    step: { do: 'model.summarizes', text: 'x' },
    when: [asks],
    does: ['release'],
    effects: reply(0, 'x'),
    undo: { does: ['mend', 'release'], idle: ['mend', 'release'] },
  },
]
