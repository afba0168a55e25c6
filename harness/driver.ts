import type { ToolCaller } from '../mock-provider/answer.ts'
import type { Tokens } from '../mock-provider/oauth.ts'
import type { Vendor } from '../mock-provider/vendors.ts'
import type { Damage } from './damage.ts'
import type { GatewayName } from './gateway-name.ts'
import type { GatewaySettings, PageKind } from './gateway-settings.ts'
import type { Limits } from './limits.ts'
import type { Machine } from './machine.ts'
import type { CommonNeed, RareNeed } from './need.ts'
import type { Nonsense } from './nonsense.ts'
import type { EntryBody, SessionState, StoreProblem } from './record/entry.ts'
import type { Profile } from './record/profile.ts'
import type { Turn } from './transcript/transcript.ts'

/** A kind of gateway: how to get a version of it, and how to run one. It assumes no port, no protocol and no file format. */
export type Driver = {
  /** as in `--gateway <name>@<version>` */
  readonly name: string
  /** the version that is run when none is asked for */
  readonly defaultVersion: string
  /** the APIs it can ask a model through */
  readonly apis: readonly string[]
  /** the folder of drivers that its list of known findings lies in, where it has none of its own */
  readonly listedIn?: string
  /** its version is the command line that starts it, which is said behind `--` */
  readonly takesCommand?: true
  /** each session has a process of its own, so that what was played before makes the next start longer */
  readonly processPerSession?: true
  /** the versions that `--matrix` runs */
  readonly matrix?: readonly string[]
  /** Every release, oldest first. @throws HarnessError INSTALL_FAILED when it cannot be asked for */
  readonly releases?: () => Promise<readonly string[]>
  /** What the list of `--matrix` should have, of all releases. */
  readonly matrixOf?: (releases: readonly string[]) => readonly string[]
  /** How a version of the gateway speaks, and what it may do otherwise. */
  readonly profile: (version: string) => Profile
  /** Limits of its own, for a gateway that is known to be quicker than all; `quiet` can be short where `sessions` tells of all work that is left. */
  readonly limits?: Partial<Limits>
  /**
   * Makes a version ready to run: a version, a tag such as `latest`, or the path of a checkout or an installed package.
   * @throws HarnessError UNKNOWN_GATEWAY, INSTALL_FAILED, CACHE_UNWRITABLE
   */
  readonly install: (version: string, progress: (line: string) => void) => Promise<Installed>
  /** Why a version cannot do what a scenario needs, as in "openclaw 2026.1.29 has no MCP servers"; nothing when it can. */
  readonly lacks: (need: CommonNeed, installed: Installed, api: string) => string | undefined
  /** an older release that people come from, which can be started on the state of the version under test, and be left again */
  readonly older?: string
  /** What it can do that few drivers can. */
  readonly can?: readonly Exclude<RareNeed, 'older-version'>[]
  /** How the model makes this gateway run a gated tool, given the tool's command line up to the call. */
  readonly toolCaller: (gate: readonly string[]) => ToolCaller
  /** Prepares a gateway in a folder of its own; nothing runs before `start`. */
  readonly open: (installed: Installed, place: Place) => Promise<Gateway>
}

/** A version that is ready to run; plain data, so that it can be handed to another process. */
export type Installed = GatewayName & { readonly folder: string; readonly node: string }

/** How a connection to a host fails: its name is not resolved, or its certificate is refused. */
export type NetworkFailure = 'dns' | 'tls'

/** Where a gateway runs and what it is to use. */
export type Place = {
  /** the run's own folder: home, state, config and logs live in it */
  readonly folder: string
  /** marks every process of the run: `GATECRASH_RUN=<run>` in its environment */
  readonly run: string
  /** what every process of the gateway needs in its environment: the run's mark, and what lets gated tools speak to us */
  readonly environment: Readonly<Record<string, string>>
  readonly api: string
  /** the provider's address for the API, with the path that a configuration wants */
  readonly providerUrl: string
  /** what is needed when the gateway is to use its built-in vendor routes instead of an address in its configuration */
  readonly vendor: VendorRoute | undefined
  /** where copies of its store and files of its own go, to be kept when the run is over */
  readonly kept: string
  /** the gateway's port where it needs one and it must be this one */
  readonly port: number | undefined
  readonly settings: GatewaySettings
  /** the sessions that the scenario's messages go to */
  readonly sessions: readonly string[]
  /** the gateway's own id of its session `main`, where that lies in its store before it is opened */
  readonly stored?: string | undefined
  /** what it runs on */
  readonly machine: Machine
  /** the clients that are pages, by name; the others are chat clients of ours */
  readonly pages?: Readonly<Record<string, PageKind>> | undefined
  /** the command line of an MCP server that it is to run, when the scenario calls its tools */
  readonly mcpServer: readonly string[] | undefined
  /** the gated tool as the tool of an MCP server over HTTP, for a gateway that is best given its tools so */
  readonly gate: HttpGate
  /** the model is to be offered every tool by its name, also where the gateway would have it search for some */
  readonly offersAll: boolean
  /** whether a step stops the gateway's process at one of its writes, for which it needs our hook */
  readonly holdsWrites: boolean
  /** the loopback port at which a client, by its name, reaches what listens on `port`: the network between them can be broken */
  readonly route: (client: string, port: number) => Promise<number>
  readonly note: (body: EntryBody) => void
  /**
   * Resolves when the model is asked about a message with these words, which is how a gateway that answers nothing before the end of
   * a turn shows that it has accepted it. @throws HarnessError LIMIT_REACHED (limit "accept")
   */
  readonly whenAsked: (text: string) => Promise<unknown>
  /** keeps a secret of the gateway's, which has this name, out of the record and the evidence */
  readonly hide: (secret: string, name: string) => void
}

/** An MCP server of the run's (streamable HTTP) whose one tool, `hold`, is the gated tool. */
export type HttpGate = {
  /** The address for one session's agent; the server listens from the first call on, which must come before the gateway is started. */
  url(session: string): Promise<string>
  /** Resolves when the tools have been asked for at a session's address since this was called, so that the agent knows them. */
  whenListed(session: string): Promise<void>
}

/** What lets somebody in: the token that a gateway's clients share, the token of one device, the gateway's own key at its provider. */
export const credentials = ['gateway-token', 'device-token', 'provider-key'] as const

/** What a client can show that is not what it would show by itself. */
export const shownTokens = ['old-gateway-token', 'device-token', 'old-device-token'] as const

/** How a client connects: as which device, what it shows, and whether it asks for all that it may do or only to chat. */
export type Introduction = {
  readonly device: 'same' | 'new'
  readonly shows?: (typeof shownTokens)[number] | undefined
  readonly scopes?: 'few' | 'all' | undefined
  /** the other client whose device it is, too */
  readonly deviceOf?: string | undefined
}

/**
 * What a person uses: a connection of its own, or the gateway's own pipe where there is one client. It connects when it is first used, and
 * again when it is used after it has lost its connection. What a gateway does not have is left out here, and `lacks` says so.
 */
export type Client = {
  /**
   * Sends what a person types; resolves to the id of the message in the record. By then the gateway's answer is noted, with the run that it
   * names. A gateway whose protocol answers only at the end of a turn has accepted a message when it asks the model about it
   * (`Place.whenAsked`), and the run has the name that the driver gives it; while its session is busy, `send` resolves when the message
   * is written, and the answer is noted when there is one.
   */
  send(session: string, text: string): Promise<string>
  /** Stops the run of a session as a person would type it: at once, or when the tools that run have ended. */
  stop(session: string, when?: 'now' | 'after-tools'): Promise<string>
  /** Stops what runs in a session as a client's stop button does, or only the run with the gateway's name `run`; left out where `stop` is all that there is. */
  abort?(session: string, run?: string): Promise<string>
  /** Connects now, in place of the connection it has. One attempt, whose end is noted. Left out where the client is the gateway's pipe. */
  connect?(as: Introduction): Promise<void>
  /**
   * Answers a question of the gateway whether a call may run, by its session and the id that `permission-asked` has, and notes the answer
   * before it is sent. Left out where no client is ever asked.
   */
  answer?(session: string, permission: string, how: 'allow' | 'decline'): Promise<void>
  /** Sends the last message of a session again with its key, as a client does that got no answer; notes what is answered. */
  repeat?(session: string): Promise<void>
  /** Sends what no client should, about a session where it is about one; notes how it is answered. */
  misspeak?(session: string, what: Nonsense): Promise<void>
  /** Throws a session's history away as a person would type it. */
  reset?(session: string, how: 'reset' | 'new'): Promise<string>
  /** Has a session's history summarized as a person would type it; a run that is under way may be ended for it. */
  compact?(session: string): Promise<string>
  /** what can be done to it only where it is a page; to connect is to load it anew, and a new device is an empty profile */
  readonly page?: PageControl
}

/** What happens to a page in a browser, besides what its person does. All of it is noted. */
export type PageControl = {
  /** Takes the browser off the network, or puts it back. Open connections stay open. */
  setOnline(online: boolean): Promise<void>
  /** Loads the page anew with the gateway's token, one that it does not know, or none. */
  setToken(token: 'right' | 'wrong' | 'none'): Promise<void>
  /** Sets the page's clock ahead or back. */
  jumpClock(ms: number): Promise<void>
}

/** How the gateway reaches its model: at the address in its configuration, or at the vendors' own hosts, which it has built in. */
export type Route = 'configured' | 'vendor'

/** The gateway's built-in vendor routes, whose hosts the provider answers in the gateway's own process. */
export type VendorRoute = {
  /** the provider's address without a path */
  readonly provider: string
  /** an OAuth sign-in, where the gateway is not to use a key; `expired`: its access token's lifetime is over */
  readonly signIn: (Tokens & { readonly vendor: Vendor; readonly expired: boolean }) | undefined
}

/** A gateway under test. Whatever it does is noted as entries; only what keeps us from going on is thrown. */
export type Gateway = AsyncDisposable & {
  readonly running: boolean
  /**
   * Starts it, or starts it again on the same state with the sessions that it had, and waits for its own readiness. With `as` it is
   * another version until its next start; only where its driver names an `older` one.
   */
  start(as?: Installed): Promise<void>
  /** Noted when there was a process to get it. */
  signal(signal: NodeJS.Signals): void
  /** The client of that name, the same each time. `main` is connected from the start. */
  client(name: string): Client
  /** Which sessions there are, and which are busy: by what the gateway says, or by what was asked of it and is not answered yet. */
  sessions(): Promise<SessionState[]>
  /** Stops its event loop for some milliseconds. */
  block?(ms: number): void
  /** Lets its connections to other hosts fail from now on, or no longer; noted when it has heard it. */
  failNetwork?(how: NetworkFailure | null): void
  /** What a client is shown of a session. */
  history?(session: string): Promise<Turn[]>
  /** What is on disk, for those who can read it */
  readonly store?: Store | undefined
  /** Keeps a picture of every page that is open; `when` is a part of its name. */
  photograph?(when: string): Promise<void>
  /** what a driver that has none of it leaves out; what it lacks of it, it declares */
  readonly surroundings?: Partial<Surroundings>
  /** as above */
  readonly credentials?: Credentials
}

/** What a gateway has stored, read without disturbing it as it runs. */
export type Store = {
  /** The transcripts; copies of their files are kept. @throws HarnessError LIMIT_REACHED when they cannot be read */
  transcripts(): Promise<StoredTranscript[]>
  /** What is wrong with the store itself: damaged or repeated entries, lost branches, stale locks. */
  check(): Promise<readonly StoreProblem[]>
}

/** How a line of the gateway's log tells that it has seen something. */
type Tells = (line: string) => boolean

/** Who is let in where, and how that is changed. */
export type Credentials = {
  /** Puts another token into the configuration, which clients of ours show from now on; resolves to how the log tells of it. */
  rotateGatewayToken(): Promise<Tells>
  /** Puts another key where the gateway looks for it; resolves to nothing where it looks there anew for each request. */
  rotateProviderKey(): Promise<Tells | undefined>
  /**
   * Has the gateway give a client's device another token, or none; resolves when the gateway says that it has.
   * @throws HarnessError LIMIT_REACHED with the gateway's refusal
   */
  changeDeviceToken(client: string, how: 'rotate' | 'revoke'): Promise<void>
}

/**
 * What a change of the configuration wants of a gateway: to be taken over as it runs, a restart, or to be refused; or what it is
 * about, where it is the gateway's business what that takes: a plugin, or how long a failed sign-in is left alone.
 */
export const configChanges = ['hot', 'restart', 'invalid', 'plugin', 'cooldowns'] as const

/** One of them. */
export type ConfigChange = (typeof configChanges)[number]

/** How writes into the gateway's state folder end, and how far its clock is ahead of the system's, in milliseconds. */
export type Condition = {
  readonly writes: 'fine' | 'full' | 'read-only'
  readonly clockMs: number
  /** at which of its writes from now on the process stands still; at none with 0 */
  readonly holdAt: number
  /** whether it stands still with half of that write done, or right before it */
  readonly torn: boolean
}

/** What lies around a gateway and can change under it. All of it is as it was when the gateway is disposed of. */
export type Surroundings = {
  /** Changes conditions, for the process that runs and for those that come; noted when the process has it so. */
  set(change: Partial<Condition>): void
  /** Starts a second gateway on the same state, and notes when it is ready or has exited. */
  startAnother(): Promise<void>
  /** Locks what it stores, as a second writer. @throws HarnessError LIMIT_REACHED when the gateway keeps it locked itself */
  holdStore(): Promise<void>
  /** Leaves the lock file of a process that is gone, or of one that lives, at a session's transcript. @throws HarnessError LIMIT_REACHED */
  leaveLock(session: string, owner: 'dead' | 'live'): Promise<void>
  /** Takes every lock away again. */
  releaseStore(): void
  /** Changes the configuration file; resolves to how a line of the gateway's log tells that it has seen the change. */
  changeConfig(change: ConfigChange): Promise<(line: string) => boolean>
  /** Makes the configuration file valid again, where a change has made it wrong. */
  mendConfig(): Promise<void>
  /**
   * Damages what the stopped gateway has stored of a session; resolves to the ids of the calls that the damage is about.
   * @throws HarnessError LIMIT_REACHED when the history has nothing that could be damaged so
   */
  damage(session: string, damage: Damage): Promise<readonly string[]>
}

/** A transcript as the store holds it. `source` is the file's path inside the run's folder. */
export type StoredTranscript = { readonly session: string; readonly source: string; readonly turns: readonly Turn[] }

/** Whether what stands for a version is the path of a checkout or an installed package. */
export const isPath = (version: string): boolean => /^[./~]/.test(version)
