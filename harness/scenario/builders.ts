import type { WireFault } from '../../mock-provider/wire-fault.ts'
import type { Step } from '../steps/index.ts'
import { type CallsStep, calls, type ScenarioCall, type StepOf } from './calls-step.ts'
import { parseScenario, type Scenario } from './schema.ts'

type Where = { session?: string; client?: string }
type Of<K extends Step['do']> = Partial<Omit<StepOf<K>, 'do'>>

const main = { session: 'main', client: 'main' }

/** A person with a chat client. */
export const user = {
  says: (text: string, where: Where = {}): StepOf<'user.says'> => ({ do: 'user.says', text, ...main, ...where }),
  repeats: (where: Where = {}): StepOf<'user.repeats'> => ({ do: 'user.repeats', ...main, ...where }),
  stops: (options: Of<'user.stops'> = {}): StepOf<'user.stops'> => ({
    do: 'user.stops',
    ...main,
    when: 'now',
    until: 'acknowledged',
    ...options,
  }),
  aborts: (options: Of<'user.aborts'> = {}): StepOf<'user.aborts'> => ({ do: 'user.aborts', ...main, ...options }),
  compacts: (options: Of<'user.compacts'> = {}): StepOf<'user.compacts'> => ({
    do: 'user.compacts',
    ...main,
    until: 'done',
    ...options,
  }),
  resets: (options: Of<'user.resets'> = {}): StepOf<'user.resets'> => ({
    do: 'user.resets',
    ...main,
    how: 'reset',
    until: 'done',
    ...options,
  }),
  allows: (tool: string, client = 'main'): StepOf<'user.allows'> => ({ do: 'user.allows', tool, client }),
  declines: (tool: string, client = 'main'): StepOf<'user.declines'> => ({ do: 'user.declines', tool, client }),
}

/** What a person is asked before a tool runs, for a scenario whose gateway `asksFirst`. */
export const permission = {
  isAsked: (tool: string): StepOf<'permission.isAsked'> => ({ do: 'permission.isAsked', tool }),
}

/** What a person has said, by its words. */
export const message = {
  waits: (text: string): StepOf<'message.waits'> => ({ do: 'message.waits', text }),
}

/** A client's connection to the gateway, over a network that can be broken, and what it is shown. */
export const client = {
  seesReplyTo: (text: string, client = 'main'): StepOf<'client.seesReplyTo'> => ({
    do: 'client.seesReplyTo',
    text,
    client,
  }),
  disconnects: (options: Of<'client.disconnects'> = {}): StepOf<'client.disconnects'> => ({
    do: 'client.disconnects',
    client: 'main',
    by: 'fin',
    ...options,
  }),
  stalls: (options: Of<'client.stalls'> = {}): StepOf<'client.stalls'> => ({
    do: 'client.stalls',
    client: 'main',
    direction: 'both',
    ...options,
  }),
  goesOn: (options: Of<'client.goesOn'> = {}): StepOf<'client.goesOn'> => ({
    do: 'client.goesOn',
    client: 'main',
    ...options,
  }),
  reconnects: (options: Of<'client.reconnects'> = {}): StepOf<'client.reconnects'> => ({
    do: 'client.reconnects',
    client: 'main',
    device: 'same',
    ...options,
  }),
  misspeaks: (what: StepOf<'client.misspeaks'>['what'], where: Where = {}): StepOf<'client.misspeaks'> => ({
    do: 'client.misspeaks',
    what,
    ...main,
    ...where,
  }),
}

/** A client that is a page in a browser: `clients: { main: 'control-ui' }`. */
export const page = {
  sleeps: (client = 'main'): StepOf<'page.sleeps'> => ({ do: 'page.sleeps', client }),
  wakes: (client = 'main'): StepOf<'page.wakes'> => ({ do: 'page.wakes', client }),
  losesToken: (options: Of<'page.losesToken'> = {}): StepOf<'page.losesToken'> => ({
    do: 'page.losesToken',
    client: 'main',
    to: 'none',
    ...options,
  }),
  getsToken: (client = 'main'): StepOf<'page.getsToken'> => ({ do: 'page.getsToken', client }),
  clockJumps: (hours: number, client = 'main'): StepOf<'page.clockJumps'> => ({ do: 'page.clockJumps', client, hours }),
}

/** The model's replies, each to the newest message of the user's above it, or of one session's. */
export const model = {
  calls: (...tools: (string | ScenarioCall)[]): CallsStep =>
    calls({ do: 'model.calls', text: '', calls: tools.map((tool) => (typeof tool === 'string' ? { tool } : tool)) }),
  says: (text: string, options: Omit<StepOf<'model.says'>, 'do' | 'text'> = {}): StepOf<'model.says'> => ({
    do: 'model.says',
    text,
    ...options,
  }),
  summarizes: (text: string, options: { fault?: WireFault } = {}): StepOf<'model.summarizes'> => ({
    do: 'model.summarizes',
    text,
    ...options,
  }),
  thinks: (options: Of<'model.thinks'> = {}): StepOf<'model.thinks'> => ({ do: 'model.thinks', ...options }),
}

/** The provider as a server. */
export const provider = {
  refuses: (): StepOf<'provider.refuses'> => ({ do: 'provider.refuses' }),
  returns: (): StepOf<'provider.returns'> => ({ do: 'provider.returns' }),
  recovers: (options: Of<'provider.recovers'> = {}): StepOf<'provider.recovers'> => ({
    do: 'provider.recovers',
    after: 1,
    ...options,
  }),
}

/** The way from the gateway to the vendors' hosts, for a scenario whose gateway takes it. */
export const network = {
  fails: (how: StepOf<'network.fails'>['how']): StepOf<'network.fails'> => ({ do: 'network.fails', how }),
  recovers: (): StepOf<'network.recovers'> => ({ do: 'network.recovers' }),
}

/** Gated tools: each holds from its start until a step ends it. */
export const tool = {
  /** a call with options, for `model.calls` */
  call: (name: string, options: Omit<ScenarioCall, 'tool'> = {}): ScenarioCall => ({ tool: name, ...options }),
  answers: (name: string): StepOf<'tool.answers'> => ({ do: 'tool.answers', tool: name }),
  holds: (name: string): StepOf<'tool.holds'> => ({ do: 'tool.holds', tool: name }),
  finishes: (name: string): StepOf<'tool.finishes'> => ({ do: 'tool.finishes', tool: name }),
  fails: (name: string, options: Of<'tool.fails'> = {}): StepOf<'tool.fails'> => ({
    ...options,
    do: 'tool.fails',
    tool: name,
  }),
  dies: (name: string): StepOf<'tool.dies'> => ({ do: 'tool.dies', tool: name }),
  timesOut: (name: string): StepOf<'tool.timesOut'> => ({ do: 'tool.timesOut', tool: name }),
  floods: (name: string): StepOf<'tool.floods'> => ({ do: 'tool.floods', tool: name }),
  garbles: (name: string): StepOf<'tool.garbles'> => ({ do: 'tool.garbles', tool: name }),
  finishesLate: (name: string): StepOf<'tool.finishesLate'> => ({ do: 'tool.finishesLate', tool: name }),
  resists: (name: string, by: StepOf<'tool.resists'>['by']): StepOf<'tool.resists'> => ({
    do: 'tool.resists',
    tool: name,
    by,
  }),
}

/** The gateway's process. */
export const gateway = {
  receives: (
    signal: StepOf<'gateway.receives'>['signal'],
    options: Of<'gateway.receives'> = {},
  ): StepOf<'gateway.receives'> => ({
    ...options,
    do: 'gateway.receives',
    signal,
  }),
  blocks: (ms: number): StepOf<'gateway.blocks'> => ({ do: 'gateway.blocks', ms }),
  starts: (version?: 'older'): StepOf<'gateway.starts'> => ({ do: 'gateway.starts', ...(version && { version }) }),
  recoversTwice: (): StepOf<'gateway.recoversTwice'> => ({ do: 'gateway.recoversTwice' }),
  restarts: (): StepOf<'gateway.restarts'> => ({ do: 'gateway.restarts' }),
  diesStarting: (at: StepOf<'gateway.diesStarting'>['at']): StepOf<'gateway.diesStarting'> => ({
    do: 'gateway.diesStarting',
    at,
  }),
  stopsAtWrite: (write: number, options: Of<'gateway.stopsAtWrite'> = {}): StepOf<'gateway.stopsAtWrite'> => ({
    do: 'gateway.stopsAtWrite',
    write,
    torn: false,
    ...options,
  }),
  diesAtWrite: (): StepOf<'gateway.diesAtWrite'> => ({ do: 'gateway.diesAtWrite' }),
  gainsAnother: (options: Of<'gateway.gainsAnother'> = {}): StepOf<'gateway.gainsAnother'> => ({
    do: 'gateway.gainsAnother',
    serves: false,
    ...options,
  }),
}

/** What the gateway runs in, with `--runtime container`, and its network. */
export const container = {
  disconnects: (): StepOf<'container.disconnects'> => ({ do: 'container.disconnects' }),
  reconnects: (): StepOf<'container.reconnects'> => ({ do: 'container.reconnects' }),
  losesPackets: (): StepOf<'container.losesPackets'> => ({ do: 'container.losesPackets' }),
  slows: (): StepOf<'container.slows'> => ({ do: 'container.slows' }),
  losesNames: (): StepOf<'container.losesNames'> => ({ do: 'container.losesNames' }),
  isRepaired: (): StepOf<'container.isRepaired'> => ({ do: 'container.isRepaired' }),
  pauses: (): StepOf<'container.pauses'> => ({ do: 'container.pauses' }),
  goesOn: (): StepOf<'container.goesOn'> => ({ do: 'container.goesOn' }),
  starves: (): StepOf<'container.starves'> => ({ do: 'container.starves' }),
  isFed: (): StepOf<'container.isFed'> => ({ do: 'container.isFed' }),
  runsOutOfMemory: (): StepOf<'container.runsOutOfMemory'> => ({ do: 'container.runsOutOfMemory' }),
  diskFills: (): StepOf<'container.diskFills'> => ({ do: 'container.diskFills' }),
  diskEmpties: (): StepOf<'container.diskEmpties'> => ({ do: 'container.diskEmpties' }),
  isRecreated: (root: StepOf<'container.isRecreated'>['root'] = 'writable'): StepOf<'container.isRecreated'> => ({
    do: 'container.isRecreated',
    root,
  }),
}

/** The gateway's configuration file. */
export const config = {
  changes: (kind: StepOf<'config.changes'>['kind']): StepOf<'config.changes'> => ({ do: 'config.changes', kind }),
}

/** What the gateway has stored, as somebody else may leave it. */
export const store = {
  holds: (damage: StepOf<'store.holds'>['damage'], session = 'main'): StepOf<'store.holds'> => ({
    do: 'store.holds',
    damage,
    session,
  }),
  fails: (as: StepOf<'store.fails'>['as']): StepOf<'store.fails'> => ({ do: 'store.fails', as }),
  recovers: (): StepOf<'store.recovers'> => ({ do: 'store.recovers' }),
  isHeld: (): StepOf<'store.isHeld'> => ({ do: 'store.isHeld' }),
  isLocked: (by: StepOf<'store.isLocked'>['by'], session = 'main'): StepOf<'store.isLocked'> => ({
    do: 'store.isLocked',
    by,
    session,
  }),
  isReleased: (): StepOf<'store.isReleased'> => ({ do: 'store.isReleased' }),
}

/** The clock of the gateway's process. */
export const clock = {
  jumps: (hours: number): StepOf<'clock.jumps'> => ({ do: 'clock.jumps', hours }),
}

/** Tokens and keys that let somebody in. */
export const auth = {
  rotates: (credential: StepOf<'auth.rotates'>['credential'], client = 'main'): StepOf<'auth.rotates'> => ({
    do: 'auth.rotates',
    credential,
    client,
  }),
  revokes: (credential: StepOf<'auth.revokes'>['credential'], client = 'main'): StepOf<'auth.revokes'> => ({
    do: 'auth.revokes',
    credential,
    client,
  }),
}

/** The vendor's OAuth endpoint, for a scenario with a `signIn`. */
export const oauth = {
  expires: (): StepOf<'oauth.expires'> => ({ do: 'oauth.expires' }),
  refuses: (): StepOf<'oauth.refuses'> => ({ do: 'oauth.refuses' }),
  recovers: (): StepOf<'oauth.recovers'> => ({ do: 'oauth.recovers' }),
  asked: (times = 1): StepOf<'oauth.asked'> => ({ do: 'oauth.asked', times }),
  answers: (outcome: StepOf<'oauth.answers'>['outcome']): StepOf<'oauth.answers'> => ({ do: 'oauth.answers', outcome }),
}

/** Makes a scenario of a title and steps, checked. @throws HarnessError BAD_SCENARIO */
export function scenario(parts: Omit<Scenario, 'steps'> & { steps: readonly Step[] }): Scenario {
  return parseScenario({ ...parts, steps: parts.steps.map((step) => ({ ...step })) }, `scenario "${parts.title}"`)
}
