import type { EntryBody } from '../record/entry.ts'
import type { Step } from './index.ts'
import { lawsOfContainers } from './laws-of-containers.ts'
import { lawsOfPages } from './laws-of-pages.ts'
import { lawsOfSurroundings } from './laws-of-surroundings.ts'

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
const connected: EntryBody = { kind: 'client-connected', client: 'main', device: 0, ok: true, detail: '' }
const acknowledged: EntryBody = { kind: 'client-acknowledged', message: 'm', ok: true, detail: '{}' }
/** An entry of the laws that a test appends by itself too. */
export const running: EntryBody = { kind: 'gateway-started', pid: 1 }
const signalled: EntryBody = { kind: 'gateway-signalled', signal: 'SIGTERM' }
/** An entry of the laws that a test appends by itself too. */
export const exited: EntryBody = { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true }
/** An entry of the laws that a test appends by itself too. */
export const ready: EntryBody = { kind: 'gateway-ready', protocol: '4', ms: 1 }
const asked: EntryBody = { kind: 'provider-asked', request: 0, turn: 0, reply: 0, turns: [], rejection: null, body: {} }
const oauthAsked: EntryBody = { kind: 'oauth-asked', ask: 0, vendor: 'anthropic', refresh: 'refresh-1' }
const cut = { kind: 'cut', by: 'fin', at: { write: 1 } } as const

/** How a step is to work. */
export type Law = {
  step: Step
  /** the entries that are its instant */
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
  ...lawsOfPages,
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
    when: [
      { kind: 'line-stalled', client: 'main', direction: 'both' },
      { kind: 'line-held', client: 'main', direction: 'to-client' },
    ],
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
    when: [],
    does: ['release'],
    effects: [asked, { kind: 'provider-broke', request: 0 }],
    undo: { does: ['release'], idle: ['release'] },
  },
  {
    step: { do: 'model.says', text: 'x', fault: cut },
    when: [],
    does: ['release'],
    effects: [asked, { kind: 'provider-broke', request: 0 }],
    undo: { does: ['release'], idle: ['release'] },
  },
  { step: { do: 'model.thinks', to: 'compare' }, when: [], does: [], effects: [asked] },
  {
    step: { do: 'provider.returns' },
    when: [{ kind: 'provider-closed' }, { kind: 'gateway-refused', port: 7 }],
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
    when: [
      { kind: 'gateway-network', failing: 'tls' },
      { kind: 'gateway-connection-failed', how: 'tls' },
    ],
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
    when: [asked],
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
    when: [],
    does: [],
    effects: [{ kind: 'provider-replying', request: 0, status: 401, text: '', calls: [] }],
  },
  {
    step: { do: 'oauth.asked', times: 2 },
    when: [],
    does: [],
    effects: [oauthAsked, oauthAsked],
  },
  {
    step: { do: 'oauth.answers', outcome: 'reused' },
    when: [],
    does: ['answer'],
    effects: [{ kind: 'oauth-answered', ask: 0, refresh: 'refresh-1', outcome: 'reused' }],
    undo: { does: ['grant all'], idle: ['grant all'] },
  },
  {
    step: { do: 'tool.answers', tool: 'a' },
    when: [{ kind: 'provider-replying', request: 0, status: 200, text: '', calls: [{ id: 'x', tool: 'a' }] }],
    does: [],
    effects: [reported],
  },
  { step: { do: 'tool.holds', tool: 'a' }, when: [started], does: [], effects: [] },
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
  { step: { do: 'gateway.receives', signal: 'SIGKILL' }, when: [running], does: ['signal'], effects: [exited] },
  {
    step: { do: 'gateway.receives', signal: 'SIGTERM' },
    when: [running],
    does: ['signal'],
    effects: [{ kind: 'gateway-logged', line: 'signal SIGTERM received' }],
  },
  {
    step: { do: 'gateway.receives', signal: 'SIGTERM' },
    when: [running, signalled],
    does: ['signal'],
    effects: [
      { kind: 'gateway-logged', line: 'received SIGTERM; shutting down' },
      { kind: 'gateway-logged', line: 'received SIGTERM during shutdown; ignoring' },
    ],
  },
  ...['signal SIGUSR1 received', 'Debugger listening on ws://127.0.0.1:9229/'].map((line) => ({
    step: { do: 'gateway.receives', signal: 'SIGUSR1' } as const,
    when: [running],
    does: ['signal'],
    effects: [{ kind: 'gateway-logged', line } as const],
  })),
  { step: { do: 'gateway.blocks', ms: 5 }, when: [running], does: ['block'], effects: [{ kind: 'gateway-blocked' }] },
  { step: { do: 'gateway.starts' }, when: [running, exited], does: ['start'], effects: [] },
  ...(['line', 'port', 'ready', 'request'] as const).map((at) => ({
    step: { do: 'gateway.diesStarting', at } as const,
    when: [running, exited],
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
