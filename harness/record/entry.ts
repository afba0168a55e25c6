import type { GatewayName } from '../gateway-name.ts'
import type { Turn } from '../transcript/transcript.ts'
import type { PageView } from './page-view.ts'
import type { PermissionEntry } from './permission-entry.ts'
import type { RecoveryEntry } from './recovery-entry.ts'

/** What a session looked like from outside, in the gateway's own words (`status`) and in ours (`running`). */
export type SessionState = {
  readonly session: string
  readonly running: boolean
  /** it says that nothing is under way, which is more than that it does not say that something is */
  readonly idle?: true
  readonly status: string
}

/** How a reply of the provider ended: as it was meant to, broken on purpose, or dropped by the gateway. */
export type ReplyEnd = 'complete' | 'broken' | 'client-gone'

/** How a gated tool ended: as it was told to, or `gone` when its process went away by itself (killed by the gateway). */
export type ToolEnd = 'finished' | 'failed' | 'died' | 'gone'

/** A process that a gated tool has started. */
export type ToolChild = { readonly call: string; readonly tool: string; readonly pid: number }

/** How well a rule of a provider is known, and from where; `date` is the last time that somebody saw it. */
export type RuleEvidence = {
  readonly weight: 'verbatim' | 'docs' | 'measured' | 'inferred' | 'unsettled'
  readonly source: string
  readonly date?: string
}

/**
 * A rejection in the provider's own words; `param` and `code` where its API has them. `rule` names what is broken, and `evidence`
 * says how well it is known that the real API refuses it; a failure that was scripted has neither.
 */
export type Rejection = {
  readonly status: number
  readonly type: string
  readonly message: string
  readonly param?: string | null
  readonly code?: string | null
  readonly rule?: string
  readonly evidence?: RuleEvidence
}

/** What a person asks of a gateway: a message to the model, or an order about the session. */
export type Order = 'message' | 'stop' | 'abort' | 'reset' | 'compact'

/** What a stop has stopped, in the gateway's words: what was under way, or nothing, or it has only been taken up. */
export type Stopped = 'at once' | 'nothing' | 'later'

/** How a request is answered: done, refused, by the end of the connection, or not within the limit. */
export type Answered = 'accepted' | 'refused' | 'closed' | 'not at all'

/** Which of the clients it is about; the one named `main` when it is left out. */
type ByClient = { client?: string }
/** The request whose reply made a call, and its session; left out where the model never made the call. */
type OfCall = { session?: string; request?: number }
/**
 * A call of the provider's reply: the scenario's name of its tool, the gateway's name of it and its arguments (records of format 1 lack
 * them); `cut` when the delivery breaks off, or runs out of tokens, before the arguments are whole; `garbled` when a piece of them comes
 * twice, so that they cannot be read.
 */
export type RepliedCall = {
  readonly id: string
  readonly tool: string
  readonly name?: string
  readonly input?: unknown
  readonly cut?: true
  readonly garbled?: true
  /** the model ends its turn by it, and says no more until something comes */
  readonly yields?: true
}

/**
 * What is wrong with a store: where, such as `agents/main/sessions/x.jsonl, line 7`, and what, with the words that stand there.
 * What is wrong `onlyAtRest` is as it should be while a run is under way.
 */
export type StoreProblem = { readonly source: string; readonly problem: string; readonly onlyAtRest?: true }

/** With what the model is asked besides the conversation: its name, the names of the tools it is offered, the length of the system prompt. */
export type Asking = { readonly model: string; readonly tools: readonly string[]; readonly system: number }

/** What an entry says, by kind. Sessions carry the scenario's names, not the gateway's keys. */
export type EntryBody =
  | PermissionEntry
  | RecoveryEntry
  | {
      kind: 'run-started'
      /** the format of the record: 2; records of format 1 lack it */
      format?: number
      /** how long a start of the gateway may take */
      bootMs?: number
      run: string
      /** how lists of known findings name the scenario; records of old versions, and runs of the engine alone, lack it */
      name?: string
      /** left out by a record of live traffic, which no scenario made */
      scenario?: unknown
      gateway: GatewayName
      api: string
      seed: number
      node: string
      platform: string
      /** why there is nothing to see of its store, or of what it shows of a history */
      unseen?: { readonly store?: string; readonly history?: string }
    }
  | { kind: 'step-started'; step: number; does: string }
  | { kind: 'step-landed'; step: number; does: string; fault: boolean; ms: number }
  | { kind: 'step-missed'; step: number; does: string; fault: boolean; why: string }
  /** what a step broke, or held back, could not be mended when the schedule was over */
  | { kind: 'undo-missed'; step: number; does: string; why: string }
  /** the schedule is over, and what follows is ours: mending, a clean turn in each session, a restart (with its reason) and more turns */
  | { kind: 'aftermath-began'; phase: 'mending' | 'turns' | 'restart'; why: string }
  /** a copy of all that the gateway has stored was made while it was down */
  | { kind: 'state-copied' }
  /** something of the aftermath did not come about: a start, a restart, a clean turn */
  | { kind: 'aftermath-missed'; what: string; why: string }
  | { kind: 'gateway-started'; pid: number }
  /** `version` where it is another than the one under test */
  | { kind: 'gateway-ready'; protocol: string; ms: number; version?: string }
  | { kind: 'gateway-signalled'; signal: string }
  | { kind: 'gateway-exited'; code: number | null; signal: string | null; asked: boolean }
  /** `late` where its process had exited before the line was read */
  | { kind: 'gateway-logged'; line: string; late?: true }
  /** its event loop stands still; goes on */
  | { kind: 'gateway-blocked' }
  | { kind: 'gateway-unblocked' }
  /** a connection that it wanted to make on loopback was refused */
  | { kind: 'gateway-refused'; port: number }
  /** whether the gateway's connections to other hosts fail from now on, and how */
  | { kind: 'gateway-network'; failing: 'dns' | 'tls' | null }
  | { kind: 'gateway-connection-failed'; how: 'dns' | 'tls' }
  | { kind: 'network-blocked'; host: string; by: string }
  /** a client tried to connect: whether the gateway let it in or why not, and which of its devices it used, or of another client's */
  | {
      kind: 'client-connected'
      client: string
      device: number
      ok: boolean
      detail: string
      shows?: string
      deviceOf?: string
    }
  /** a token or key has another in its place, or is worth nothing from now on; `client` where it is a device's */
  | {
      kind: 'auth-changed'
      credential: 'gateway-token' | 'device-token' | 'provider-key'
      how: 'rotated' | 'revoked'
      client?: string
    }
  /** `aftermath` where it is a clean turn that follows the schedule */
  | ({
      kind: 'client-sent'
      message: string
      session: string
      what: Order
      text: string
      /** the only run that a stop is to end, by the gateway's name of it */
      run?: string
      aftermath?: true
    } & ByClient)
  /** what the gateway answered; the run that it named, what a stop has stopped, and which runs, are left out where it does not say so */
  | {
      kind: 'client-acknowledged'
      message: string
      ok: boolean
      detail: string
      run?: string
      stopped?: Stopped
      stoppedRuns?: readonly string[]
    }
  /** a message was sent again with its key, and what was answered */
  | { kind: 'client-repeated'; client: string; message: string; ok: boolean; detail: string; run?: string }
  /** a client sent what no client should (`what`), and how that was answered, in the gateway's words */
  | { kind: 'client-misspoke'; client: string; what: string; answered: Answered; detail: string }
  | ({ kind: 'client-saw'; session: string; what: 'reply' | 'error' | 'aborted'; text: string; run: string } & ByClient)
  | ({ kind: 'client-disconnected'; detail: string } & ByClient)
  /** the gateway takes connections of a client, which it did not at the last try */
  | { kind: 'line-answered'; client: string }
  /** a client's connection through our relay: gone at both ends; stalled; the first bytes that are held back since */
  | { kind: 'line-cut'; client: string }
  | { kind: 'line-stalled'; client: string; direction: string }
  | { kind: 'line-held'; client: string; direction: 'to-client' | 'to-gateway' }
  /** what a client that is a page in a browser shows from now on */
  | ({ kind: 'page-saw'; client: string } & PageView)
  /** a document, script or style of a page's own gateway did not come: the path, and the browser's reason or the answer's status */
  | { kind: 'page-part-missed'; client: string; path: string; why: string }
  /** a page's network, its token, and how far its clock is ahead, as it has them from now on */
  | { kind: 'page-online'; client: string; online: boolean }
  | { kind: 'page-token'; client: string; shows: 'right' | 'wrong' | 'none' }
  | { kind: 'page-clock'; client: string; aheadMs: number }
  /** a picture of a page, in the run's folder */
  | { kind: 'page-pictured'; client: string; file: string }
  /** `session` is empty where the gateway names none */
  | ({ kind: 'tool-reported'; session: string; call: string; phase: 'started' | 'ended' } & ByClient)
  /** a process was started for a call, or an MCP server took it, whose process (`server`) is there for other calls, too */
  | ({
      kind: 'tool-started'
      call: string
      tool: string
      pid: number
      args: readonly string[]
      server?: true
    } & OfCall)
  | ({ kind: 'tool-ordered'; call: string; tool: string; order: string; text: string } & OfCall)
  /** it will not end at a SIGTERM, or a process that it has started (`child`, a pid) will not; it has got one and goes on */
  | { kind: 'tool-resists'; call: string; tool: string; child?: number }
  | { kind: 'tool-resisted'; call: string; tool: string }
  | ({ kind: 'tool-ended'; call: string; tool: string; end: ToolEnd; text: string } & OfCall)
  | {
      kind: 'provider-asked'
      request: number
      /** its place in the script; `null` for a side request of the gateway (title, summary), which no scripted message explains */
      turn: number | null
      reply: number
      /** the words of the script's message that it answers, or of a task that a session was spawned with */
      says?: string
      /** what it belongs to: the message (the id of its `client-sent`), the message's session and run, and the conversation, which is a session or a task */
      message?: string
      session?: string
      run?: string
      conversation?: string
      turns: readonly Turn[]
      rejection: Rejection | null
      /** left out by records of format 1 */
      settings?: Asking
      body: unknown
    }
  | {
      kind: 'provider-replying'
      request: number
      status: number
      text: string
      calls: readonly RepliedCall[]
      /** the request fails: in the provider's words, with the seconds it asks the gateway to wait */
      failure?: { readonly message: string; readonly retryAfter?: number }
      /** what the script has the model think was left out, since the request does not let it think */
      withheld?: 'thinking'
      /** the model refuses to go on: its vendor may want such a reply left out of what is sent later */
      refuses?: true
    }
  /** it listens no more; again */
  | { kind: 'provider-closed'; port?: number }
  | { kind: 'provider-opened' }
  | { kind: 'provider-wrote'; request: number; mark: string }
  /** a fault on the wire has had its effect; a reply that stalls ends only later */
  | { kind: 'provider-broke'; request: number }
  | { kind: 'provider-replied'; request: number; end: ReplyEnd }
  /** the gateway wants its OAuth tokens renewed; `refresh` is the name of its refresh token, never the token */
  | { kind: 'oauth-asked'; ask: number; vendor: string; refresh: string }
  | {
      kind: 'oauth-answered'
      ask: number
      refresh: string
      outcome: 'granted' | 'reused' | 'expired' | 'unavailable' | 'client-gone'
    }
  /** from now on the provider refuses the access tokens it has granted so far */
  | { kind: 'oauth-expired' }
  | { kind: 'oauth-recovered' }
  /** `since`: what was noted before that entry was known when the gateway was asked */
  | { kind: 'sessions-seen'; sessions: readonly SessionState[]; since?: number }
  | { kind: 'transcript-stored'; session: string; source: string; turns: readonly Turn[] }
  /** its configuration file has another content: it can be taken over as it runs, wants a restart, or is wrong */
  | { kind: 'config-changed'; change: 'hot' | 'restart' | 'invalid' | 'plugin' | 'cooldowns' }
  /** how writes into the state folder of the gateway's process end from now on, and how far its clock is ahead, as it reads it */
  | { kind: 'conditions-set'; writes: string; clockMs: number; aheadMs: number; holdAt?: number; torn?: boolean }
  /** the gateway's process stands still at a write into its state folder, and does nothing any more */
  | { kind: 'write-held'; write: number; path: string }
  /** the first write of a path that failed since: full, read-only, or a database that another process had locked for too long */
  | { kind: 'write-refused'; how: 'full' | 'read-only' | 'locked'; path: string }
  /** another process holds the store: as a second writer, or by a lock file; no longer */
  | { kind: 'store-held'; by: 'writer' | 'dead' | 'live' }
  | { kind: 'store-released' }
  /** we have damaged it ourselves: the calls that this is about owe nothing any more */
  | { kind: 'store-damaged'; session: string; damage: string; calls: readonly string[] }
  /** what has become of the gateway's container, or of its networks */
  | { kind: 'container-changed'; to: string }
  /** a second gateway on the same state */
  | { kind: 'another-gateway'; state: 'started' | 'ready' | 'exited'; detail: string }
  | { kind: 'store-unreadable'; why: string }
  | { kind: 'store-checked'; problems: readonly StoreProblem[] }
  /** `since`: what was noted before that entry was known when the history was asked for */
  | { kind: 'history-seen'; session: string; turns: readonly Turn[]; since?: number }
  | { kind: 'tools-alive'; calls: readonly string[]; children?: readonly ToolChild[] }
  /** what follows is our own cleaning up, and no longer the gateway's doing */
  | { kind: 'run-ended' }
  | { kind: 'settled'; ms: number; waitingFor: string }

/** One line of `record.jsonl`: its number (from 0), milliseconds since the run began, and what was seen. */
export type Entry = EntryBody & { readonly n: number; readonly at: number }

/** The name of an entry's kind. */
export type EntryKind = Entry['kind']

/** The entry of one kind. */
export type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>
