import type { WhileBusy } from '../../need.ts'
import type { Profile } from '../../record/profile.ts'
import type { Store } from '../../store/store.ts'
import type { NpmPackage } from '../npm-package.ts'

/** Where an agent runs and whom it asks: what its environment and its files are made of. */
export type Ground = {
  /** the home of the agent, empty but for `files` */
  readonly home: string
  /** the provider's address for the API, with the path that a configuration wants, and without any */
  readonly providerUrl: string
  readonly provider: string
  readonly api: string
  /** it is to ask a person before it runs a tool */
  readonly asksFirst: boolean
}

/** One agent that speaks the Agent Client Protocol, as data. */
export type Preset = {
  /** as in `--gateway <name>@<version>` */
  readonly name: string
  readonly defaultVersion: string
  readonly apis: readonly string[]
  readonly npm: NpmPackage
  /** the file that is started, by its path from the folder of the package, and whether a Node has to run it */
  readonly program: string
  readonly isNode: boolean
  readonly args: readonly string[]
  /** it runs our tool without asking, whatever its configuration says */
  readonly neverAsks?: true
  /** what lets it run tools without asking, where arguments do */
  readonly unasked?: readonly string[]
  /** what its environment has besides the home and what all agents get: the provider, and what keeps it from calling home */
  readonly environment: (ground: Ground) => Readonly<Record<string, string>>
  /** its configuration: files of JSON, or of the text as it is, by their paths in its home */
  readonly files?: (ground: Ground) => Readonly<Record<string, unknown>>
  /** how it is signed in before its first session, by the protocol's id of the method */
  readonly signIn?: string | undefined
  /** it can load a session only in another minute of the clock than the session was begun in, so its clock is set ahead for each start */
  readonly loadsNextMinute?: true | undefined
  /** it runs the calls of one reply one after another */
  readonly inTurn?: true
  /** a stop does not reach the tools of MCP servers */
  readonly leavesTools?: true
  /** what it does with a message while a run is under way */
  readonly whileBusy: WhileBusy
  /** how its sessions are read, where anybody here can; their names hold the first eight digits of their ids */
  readonly store?: Store | undefined
  /** the first version that stores them so */
  readonly storeSince?: string
  readonly profile: Profile
}
