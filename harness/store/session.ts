import type { Json } from '../../mock-provider/json.ts'

/** Where a value stands inside a stored record. */
export type Path = readonly (string | number)[]

/**
 * A piece of what a stored record says; `path` is where it stands in the record, and is empty when it is all of it. Long texts are cut to
 * their beginning: what is judged is the shape.
 */
export type Piece = { readonly path: Path } & (
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string; readonly signature: string }
  | { readonly type: 'call'; readonly id: string; readonly idPath: Path; readonly name: string }
  | {
      readonly type: 'result'
      readonly id: string
      readonly idPath: Path
      readonly text: string
      readonly error: boolean
      /** the agent made it up in the place of a result that it did not have */
      readonly invented: boolean
      readonly name?: string
    }
  | { readonly type: 'other'; readonly name: string }
)

/** A call or a result. */
export type CallPiece = Extract<Piece, { type: 'call' }>
/** The result of a call. */
export type ResultPiece = Extract<Piece, { type: 'result' }>

/** What a stored record says. */
export type Said = {
  /** who says it; left out for bookkeeping, which no model gets to see */
  readonly role?: 'user' | 'assistant'
  readonly pieces: readonly Piece[]
  readonly id?: string
  readonly parent?: string | null
  /** an attempt that ended badly, which the agent does not send again */
  readonly ended?: boolean
  /** the id of the item of an API that the record holds */
  readonly item?: string
  /** records that are parts of one message of the model have the same */
  readonly group?: string
  /** a summary stands for all that comes before the entry of this id */
  readonly keepsFrom?: string
  /** says which entry is the newest of the active branch */
  readonly leaf?: string
  /** because of this record the agent has forgotten so many messages, though nobody wished that */
  readonly forgets?: number
  /** its number, where records have one */
  readonly ordinal?: number
  /** when it was written, as the record says it */
  readonly time?: string
}

/** A record that could be read, and where it stands: its number, counted from 1, and its bytes. */
export type Entry = Said & { readonly line: number; readonly from: number; readonly to: number }

/** A record that is no whole JSON object. */
export type Torn = { readonly line: number; readonly from: number; readonly to: number; readonly why: string }

/** A session as its store has it. */
export type Session = { readonly entries: readonly Entry[]; readonly torn: readonly Torn[] }

/** What an agent mends by itself each time it sends a stored history, as it was seen to do. */
export type Mends = {
  /** calls without a result get one that it makes up; `at-end` only in the last turn */
  readonly missing: boolean | 'at-end'
  /** results without a call, or in the wrong place, are left out */
  readonly orphaned: boolean
  /** of several results of a call only the first is sent */
  readonly repeated: boolean
  /** a call with the id of an earlier one is left out with its result */
  readonly reused?: true
  /** attempts that ended badly are left out first, so that their results count as orphaned */
  readonly endedFirst: boolean
  /** where this was seen */
  readonly source: string
}

/** How the records of an agent's sessions read, and how new ones are written: all of it pure. */
export type SessionFormat = {
  readonly agent: string
  /** the APIs that the agent may send a session to, in the provider's names */
  readonly apis: readonly string[]
  /** `tree`: each record names the one that it follows; `list`: they follow each other as they stand */
  readonly shape: 'tree' | 'list'
  /** the key of a record's id */
  readonly idKey: string
  /** ids of records are UUIDs, and the agent takes no others */
  readonly uuids?: true
  /** the key by which a record names the one that it follows */
  readonly parentKey: string
  /** the key of a record's number, where records have one; each is greater than the one before it */
  readonly ordinalKey?: string
  /** where the id of an item of an API stands in a record, if records hold such items */
  readonly itemPath?: Path
  /** a later record replaces an earlier one with the same id */
  readonly replaces?: true
  /** the calls of neighbouring records belong to one turn of the model */
  readonly joinsCalls: boolean
  /** a result is stored twice, with its call and in a message of its own: where that was seen */
  readonly storesTwice?: string
  /** thinking is stored as the API signed it, so what has no text or no signature cannot be sent again */
  readonly signsThinking: boolean
  /** whether a file of this name with this record in it is of the agent */
  readonly recognizes: (record: Json, name: string) => boolean
  /** what a record says; nothing when it lacks what its kind cannot be without */
  readonly read: (record: Json) => Said | undefined
  /** the entries that the agent takes for the conversation, oldest first; left out for the plain branch */
  readonly branch?: (entries: readonly Entry[]) => Entry[]
  readonly mends: (version: string | undefined) => Mends
  /** a record after which the calls before it are over, also those without a result: the agent writes none, and tells the model so itself */
  readonly endsCalls?: (record: Json) => boolean
  /** patterns of what the agent says in the place of a result that it does not have */
  readonly madeUp: readonly string[]
  /** a half record with what is left of it; nothing where that would be worth nothing */
  readonly salvage: (half: Json) => Json | undefined
  /** the record that a file has to begin with, where there is one; `name` is the file's */
  readonly head?: (name: string, half: Json) => Json
  /** the whole text of a result or a note-worthy text in a record */
  readonly textOf: (record: Json, piece: Piece) => string
  /** a record with the result of a call, in the agent's own form; `like` is the record of the call */
  readonly result: (call: CallPiece, result: Pick<ResultPiece, 'text' | 'error'>, like: Json, link: Link) => Json
  /** a record with a text of the user's side; `like` is a record near to it */
  readonly note: (text: string, like: Json, link: Link) => Json
}

/** The id of a new record, and that of the record which it follows. */
export type Link = { readonly id: string; readonly parent: string | null }
