import type { Line } from './lines.ts'
import type { SessionFormat } from './session.ts'

/** One session where it is stored. */
export type StoredSession = {
  readonly format: SessionFormat
  /** the file that it is in */
  readonly file: string
  /** the session's own name in it: a file's name, or a key in a database */
  readonly name: string
  /** how many bytes are to be read, as far as that is known */
  readonly size: number
  /** The records as they stand, some at a time; a running agent is not disturbed. @throws when it cannot be looked at */
  lines(): AsyncIterable<readonly Line[]>
  /** The version of the agent that has it, where that stands beside it. */
  version(): Promise<string | undefined>
  /** Real results of a call in other files of the agent. */
  elsewhere(
    callId: string,
  ): Promise<{ readonly text: string; readonly error: boolean; readonly where: string } | undefined>
  /** Who may be writing it now, in words; nothing when nobody is. */
  writer(): Promise<string | undefined>
  /**
   * Puts other records in the place of those that were read, all or none of them, after a backup that was checked; resolves to the backup.
   * @throws HarnessError UNWRITABLE when it cannot, or when the session is no longer as it was read
   */
  replace(before: Buffer, after: Buffer): Promise<string>
  /**
   * Takes back the last `replace`; resolves to the backup that it was taken from.
   * @throws HarnessError UNWRITABLE when there is none, or when the session has gone on since
   */
  restore(): Promise<string>
  /**
   * Puts a copy with these records where a gateway of ours, which is to be opened in this folder, has its main session; resolves to the
   * gateway's own id of it, where that is another. Left out where that cannot be.
   */
  plant?(folder: string, bytes: Buffer): Promise<string | undefined>
}

/** The stores of one agent. */
export type Store = {
  readonly format: SessionFormat
  /** how a process of the agent that writes sessions is called */
  readonly program: RegExp
  /** where the agent keeps its sessions, as globs inside the user's home */
  readonly places: readonly string[]
  /** The sessions in a file; nothing when it is not the agent's. @throws when it cannot be looked at */
  open(file: string): Promise<readonly StoredSession[] | undefined>
}
