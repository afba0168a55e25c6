import type { EntryBody } from '../record/entry.ts'
import type { Step } from './index.ts'
import { lawsOfContainers } from './laws-of-containers.ts'
import { lawsOfMessages } from './laws-of-messages.ts'
import { lawsOfPages } from './laws-of-pages.ts'
import { lawsOfProcesses } from './laws-of-processes.ts'
import { lawsOfSurroundings } from './laws-of-surroundings.ts'

const connected: EntryBody = { kind: 'client-connected', client: 'main', device: 0, ok: true, detail: '' }
const acknowledged: EntryBody = { kind: 'client-acknowledged', message: 'm', ok: true, detail: '{}' }
const asked: EntryBody = { kind: 'provider-asked', request: 0, turn: 0, reply: 0, turns: [], rejection: null, body: {} }
const oauthAsked: EntryBody = { kind: 'oauth-asked', ask: 0, vendor: 'anthropic', refresh: 'refresh-1' }
const cut = { kind: 'cut', by: 'fin', at: { write: 1 } } as const

/** How a step is to work. */
export type Law = {
  step: Step
  /** the entries of a setting in which it makes sense */
  given?: EntryBody[]
  /** the entries that it waits for: it is enabled with the last of them, and not before */
  when: EntryBody[]
  /** what it then does to the things around it */
  does: string[]
  /** the entries of its effect, the last of which makes it land */
  effects: EntryBody[]
  undo?: Undo
}

/** How what a step has done is to be undone; a law without it is of a step that leaves nothing broken. */
export type Undo = {
  does: string[]
  /** the entries that it waits for, the last of which ends the undoing */
  effects?: EntryBody[]
  /** what the things around it note by themselves then */
  notes?: EntryBody[]
  /** what undoing does where nothing is broken: only what can be done again without harm */
  idle?: string[]
}

/** For each kind of step how it is to work. */
export const laws: readonly Law[] = [
  ...lawsOfContainers,
  ...lawsOfSurroundings,
  ...lawsOfMessages,
  ...lawsOfPages,
  ...lawsOfProcesses,
  {
    step: { do: 'user.stops', session: 'main', client: 'main', when: 'now', until: 'acknowledged' },
    when: [],
    does: ['stop'],
    effects: [acknowledged],
  },
  {
    step: { do: 'user.stops', session: 'main', client: 'main', when: 'now', until: 'acknowledged' },
    when: [],
    does: ['stop'],
    effects: [{ ...acknowledged, stopped: 'nothing' } as EntryBody, acknowledged],
  },
  {
    step: { do: 'user.stops', session: 'main', client: 'main', when: 'now', until: 'acknowledged', again: true },
    when: [],
    does: ['stop'],
    effects: [{ ...acknowledged, stopped: 'nothing' } as EntryBody],
  },
  {
    step: { do: 'user.stops', session: 'main', client: 'main', when: 'now', until: 'sent' },
    when: [],
    does: ['stop'],
    effects: [{ kind: 'client-sent', client: 'main', message: 'm', session: 'main', what: 'stop', text: '/stop' }],
  },
  { step: { do: 'user.aborts', session: 'main', client: 'main' }, when: [], does: ['abort'], effects: [acknowledged] },
  {
    step: { do: 'user.resets', session: 'main', client: 'main', how: 'new', until: 'accepted' },
    when: [],
    does: ['reset'],
    effects: [acknowledged],
  },
  {
    step: { do: 'user.resets', session: 'main', client: 'main', how: 'new', until: 'done' },
    when: [],
    does: ['reset'],
    effects: [
      { kind: 'client-acknowledged', message: 'm', ok: true, detail: '{}', run: 'r' },
      { kind: 'client-saw', session: 'main', what: 'reply', text: 'New session', run: 'r' },
    ],
  },
  {
    step: { do: 'client.disconnects', client: 'main', by: 'rst' },
    when: [connected],
    does: ['cut'],
    effects: [
      { kind: 'line-cut', client: 'main' },
      { kind: 'client-disconnected', client: 'main', detail: '' },
    ],
    undo: { does: ['connect'], notes: [connected] },
  },
  {
    step: { do: 'client.stalls', client: 'main', direction: 'both' },
    when: [connected],
    does: ['stall'],
    effects: [],
    undo: { does: ['go on'], idle: ['go on'] },
  },
  {
    step: { do: 'client.goesOn', client: 'main' },
    given: [{ kind: 'line-stalled', client: 'main', direction: 'both' }],
    when: [{ kind: 'line-held', client: 'main', direction: 'to-client' }],
    does: ['go on'],
    effects: [],
  },
  {
    step: { do: 'client.reconnects', client: 'main', device: 'new' },
    when: [],
    does: ['connect'],
    effects: [connected],
  },
  {
    step: { do: 'model.calls', text: '', calls: [{ tool: 'a' }], fault: cut },
    when: [asked],
    does: ['release'],
    effects: [{ kind: 'provider-broke', request: 0 }],
    undo: { does: ['mend', 'release'], idle: ['mend', 'release'] },
  },
  {
    step: { do: 'model.says', text: 'x', fault: cut },
    when: [asked],
    does: ['release'],
    effects: [{ kind: 'provider-broke', request: 0 }],
    undo: { does: ['mend', 'release'], idle: ['mend', 'release'] },
  },
  {
    step: { do: 'model.says', text: 'x' },
    when: [asked],
    does: ['release'],
    effects: [
      { kind: 'provider-replying', request: 0, status: 200, text: 'x', calls: [] },
      { kind: 'provider-replied', request: 0, end: 'complete' },
    ],
    undo: { does: ['mend', 'release'], idle: ['mend', 'release'] },
  },
  { step: { do: 'model.thinks', to: 'compare' }, when: [asked], does: [], effects: [] },
  {
    step: { do: 'provider.returns' },
    given: [{ kind: 'provider-closed', port: 7 }],
    when: [{ kind: 'gateway-refused', port: 7 }],
    does: ['accept'],
    effects: [],
  },
  {
    step: { do: 'network.fails', how: 'dns' },
    when: [],
    does: ['fail network'],
    effects: [{ kind: 'gateway-network', failing: 'dns' }],
    undo: { does: ['fail network'], effects: [{ kind: 'gateway-network', failing: null }] },
  },
  {
    step: { do: 'network.recovers' },
    given: [{ kind: 'gateway-network', failing: 'tls' }],
    when: [{ kind: 'gateway-connection-failed', how: 'tls' }],
    does: ['fail network'],
    effects: [{ kind: 'gateway-network', failing: null }],
  },
  {
    step: { do: 'client.reconnects', client: 'main', device: 'same', shows: 'old-gateway-token', scopes: 'few' },
    when: [],
    does: ['connect'],
    effects: [{ ...connected, ok: false, shows: 'old-gateway-token' } as EntryBody],
  },
  ...(['gateway-token', 'provider-key'] as const).map((credential) => ({
    step: { do: 'auth.rotates', credential, client: 'main' } as const,
    when: credential === 'provider-key' ? [asked] : [],
    does: credential === 'provider-key' ? ['rotate key', 'refuse key'] : ['rotate token'],
    effects: [
      { kind: 'gateway-logged', line: 'something else' },
      { kind: 'gateway-logged', line: 'seen' },
    ] as EntryBody[],
    undo: { does: [] },
  })),
  {
    step: { do: 'auth.rotates', credential: 'device-token', client: 'main' },
    when: [connected],
    does: ['rotate'],
    effects: [],
  },
  {
    step: { do: 'auth.revokes', credential: 'device-token', client: 'main' },
    when: [connected],
    does: ['revoke'],
    effects: [],
    undo: { does: ['connect'], notes: [connected] },
  },
  {
    step: { do: 'oauth.expires' },
    when: [],
    does: ['expire'],
    effects: [{ kind: 'oauth-expired' }],
    undo: { does: ['recover'], notes: [{ kind: 'oauth-recovered' }] },
  },
  { step: { do: 'oauth.recovers' }, when: [], does: ['recover'], effects: [{ kind: 'oauth-recovered' }] },
  {
    step: { do: 'oauth.refuses' },
    when: [{ kind: 'provider-replying', request: 0, status: 401, text: '', calls: [] }],
    does: [],
    effects: [],
  },
  {
    step: { do: 'oauth.asked', times: 2 },
    when: [oauthAsked, oauthAsked],
    does: [],
    effects: [],
  },
  {
    step: { do: 'oauth.answers', outcome: 'reused' },
    when: [oauthAsked],
    does: ['answer'],
    effects: [{ kind: 'oauth-answered', ask: 0, refresh: 'refresh-1', outcome: 'reused' }],
    undo: { does: ['grant all'], idle: ['grant all'] },
  },
  {
    step: { do: 'tool.answers', tool: 'a' },
    given: [asked, { kind: 'provider-replying', request: 0, status: 200, text: '', calls: [{ id: 'x', tool: 'a' }] }],
    when: [{ kind: 'tool-reported', session: 'main', call: 'x', phase: 'ended' }],
    does: [],
    effects: [],
  },
]
