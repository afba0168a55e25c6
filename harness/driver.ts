import type { ToolCaller } from '../mock-provider/answer.ts'
import type { Tokens } from '../mock-provider/oauth.ts'
import type { Vendor } from '../mock-provider/vendors.ts'
import type { EntryBody, GatewayName, SessionState, StoreProblem } from './record/entry.ts'
import type { Turn } from './transcript/transcript.ts'

/** A kind of gateway: how to get a version of it, and how to run one. It assumes no port, no protocol and no file format. */
export type Driver = {
  /** as in `--gateway <name>@<version>` */
  readonly name: string
  /** the version that is run when none is asked for */
  readonly defaultVersion: string
  /** the APIs it can ask a model through */
  readonly apis: readonly string[]
  /**
   * Makes a version ready to run: a version, a tag such as `latest`, or the path of a checkout or an installed package.
   * @throws HarnessError UNKNOWN_GATEWAY, INSTALL_FAILED, CACHE_UNWRITABLE
   */
  readonly install: (version: string, progress: (line: string) => void) => Promise<Installed>
  /** How the model makes this gateway run a gated tool, given the tool's command line up to the call. */
  readonly toolCaller: (gate: readonly string[]) => ToolCaller
  /** Prepares a gateway in a folder of its own; nothing runs before `start`. */
  readonly open: (installed: Installed, place: Place) => Promise<Gateway>
}

/** A version that is ready to run; plain data, so that it can be handed to another process. */
export type Installed = GatewayName & { readonly folder: string; readonly node: string }

/** Where a gateway runs and what it is to use. */
export type Place = {
  /** the run's own folder: home, state, config and logs live in it */
  readonly folder: string
  /** marks every process of the run: `GATECRASH_RUN=<run>` in its environment */
  readonly run: string
  readonly api: string
  /** the provider's address for the API, with the path that a configuration wants */
  readonly providerUrl: string
  /** what is needed when the gateway is to use its built-in vendor routes instead of an address in its configuration */
  readonly vendor: VendorRoute | undefined
  /** where copies of its store and files of its own go, to be kept when the run is over */
  readonly kept: string
  /** the gateway's port where it needs one and it must be this one */
  readonly port: number | undefined
  readonly note: (body: EntryBody) => void
}

/**
 * How the gateway reaches its model: at the address that its configuration gives (`configured`), or at the vendors' own hosts, which
 * it has built in (`vendor`).
 */
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
  /** Starts it, or starts it again on the same state, and waits for its own readiness. */
  start(): Promise<void>
  signal(signal: NodeJS.Signals): void
  /** Sends what a person types; resolves to the id under which the record holds the acknowledgement. */
  send(session: string, text: string): Promise<string>
  /** Stops the run of a session as a person would type it. */
  stop(session: string): Promise<string>
  /** Stops the run of a session as a client's stop button does. */
  abort(session: string): Promise<string>
  sessions(): Promise<SessionState[]>
  /** What a client is shown of a session. */
  history(session: string): Promise<Turn[]>
  /** What is on disk, read without disturbing a running gateway; copies of the files are kept. */
  transcripts(): Promise<StoredTranscript[]>
  /** What is wrong with the store itself: damaged or repeated entries, lost branches, stale locks. */
  checkStore(): Promise<readonly StoreProblem[]>
}

/** A transcript as the store holds it. `source` is the file's path inside the run's folder. */
export type StoredTranscript = { readonly session: string; readonly source: string; readonly turns: readonly Turn[] }

/** Whether what stands for a version is the path of a checkout or an installed package. */
export function isPath(version: string): boolean {
  return /^[./~]/.test(version)
}
