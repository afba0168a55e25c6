import type { Entry, EntryKind, EntryOf, SessionState } from '../record/entry.ts'
import { bare } from '../transcript/blocks.ts'
import { Calls } from './calls.ts'
import { Lives } from './lives.ts'
import { Messages } from './messages.ts'
import { lastBefore, pushTo } from './ordered.ts'
import { Permissions } from './permissions.ts'
import { Requests } from './requests.ts'

type Saw = EntryOf<'client-saw'>

/** What a look at a session saw; what was noted from entry `since` on may have come after the gateway said so. */
export type SeenState = SessionState & { readonly n: number; readonly since: number }

/**
 * One index over a record: what was sent, asked, replied, run and told, each tied to what it belongs to. Built once, entry by entry, so
 * that a run that is under way and a record that is judged later are looked at in the same way, and nobody scans a record again.
 */
export class Facts {
  readonly entries: Entry[] = []
  readonly messages = new Messages()
  readonly requests = new Requests()
  readonly calls = new Calls()
  readonly permissions = new Permissions()
  readonly lives = new Lives()
  readonly #byKind = new Map<EntryKind, Entry[]>()
  readonly #ends = new Map<string, Saw[]>()
  readonly #endsIn = new Map<string, Saw[]>()
  readonly #histories = new Map<string, EntryOf<'history-seen'>[]>()
  readonly #states = new Map<string, SeenState[]>()
  readonly #stored = new Map<string, EntryOf<'transcript-stored'>[]>()
  readonly #damaged = new Set<string>()

  /** The entries of one kind, in order. */
  of<K extends EntryKind>(kind: K): readonly EntryOf<K>[] {
    return (this.#byKind.get(kind) ?? []) as EntryOf<K>[]
  }

  /** The newest entry of one kind. */
  last<K extends EntryKind>(kind: K): EntryOf<K> | undefined {
    return this.of(kind).at(-1)
  }

  /** The newest entry of any of some kinds before entry `n`. */
  before<K extends EntryKind>(n: number, ...kinds: readonly K[]): EntryOf<K> | undefined {
    const newest = kinds.flatMap((kind) => lastBefore(this.of(kind), n) ?? [])
    return newest.toSorted((a, b) => a.n - b.n).at(-1)
  }

  /** The entries in which clients saw a run end; a reply is one. None for a run without a name. */
  endsOf(run: string): readonly Saw[] {
    return run === '' ? [] : (this.#ends.get(run) ?? [])
  }

  /** What clients saw in a session. */
  endsIn(session: string): readonly Saw[] {
    return this.#endsIn.get(session) ?? []
  }

  /** The histories that a client was shown of a session. */
  historiesOf(session: string): readonly EntryOf<'history-seen'>[] {
    return this.#histories.get(session) ?? []
  }

  /** What the store holds of a session, file by file. */
  storedOf(session: string): readonly EntryOf<'transcript-stored'>[] {
    return this.#stored.get(session) ?? []
  }

  /** What was said of a session, at each look. */
  statesOf(session: string): readonly SeenState[] {
    return this.#states.get(session) ?? []
  }

  /** Whether we have damaged the pair of a call in the store ourselves. */
  isDamaged(call: string): boolean {
    return this.#damaged.size > 0 && this.#damaged.has(bare(call))
  }

  /** The entry number of the last fault that landed, or -1. */
  get lastFault(): number {
    return this.of('step-landed').findLast(({ fault }) => fault)?.n ?? -1
  }

  /** Adds what was noted next. */
  add(entry: Entry): void {
    this.entries.push(entry)
    pushTo(this.#byKind, entry.kind, entry)
    this.#index(entry)
  }

  #index(entry: Entry): void {
    this.#indexPeople(entry)
    this.#indexModel(entry)
    this.#indexTools(entry)
    this.#indexGateway(entry)
  }

  #indexPeople(entry: Entry): void {
    if (entry.kind === 'client-sent') this.messages.sent(entry)
    else if (entry.kind === 'client-acknowledged') this.messages.answered(entry)
    else if (entry.kind === 'history-seen') pushTo(this.#histories, entry.session, entry)
    else if (entry.kind === 'client-saw') {
      pushTo(this.#ends, entry.run, entry)
      pushTo(this.#endsIn, entry.session, entry)
    }
  }

  #indexModel(entry: Entry): void {
    if (entry.kind === 'provider-asked') this.requests.asked(entry, this.messages.withId(entry.message ?? ''))
    else if (entry.kind === 'provider-wrote') this.requests.wrote(entry)
    else if (entry.kind === 'provider-broke') this.requests.broke(entry)
    else if (entry.kind === 'provider-replied') this.requests.replied(entry)
    else if (entry.kind === 'provider-replying') {
      const request = this.requests.replying(entry)
      if (request !== undefined) this.calls.made(request, entry)
    }
  }

  #indexTools(entry: Entry): void {
    if (entry.kind === 'permission-asked') this.permissions.asked(entry)
    else if (entry.kind === 'permission-answered') this.permissions.answered(entry)
    else if (entry.kind === 'tool-reported') this.calls.reported(entry)
    else if (
      entry.kind === 'tool-started' ||
      entry.kind === 'tool-ordered' ||
      entry.kind === 'tool-ended' ||
      entry.kind === 'tool-resisted'
    )
      this.calls.about(entry)
  }

  #indexGateway(entry: Entry): void {
    if (entry.kind === 'gateway-started') this.lives.started(entry)
    else if (entry.kind === 'gateway-ready') this.lives.ready(entry)
    else if (entry.kind === 'gateway-signalled') this.lives.signalled(entry)
    else if (entry.kind === 'gateway-exited') this.lives.exited(entry)
    else if (entry.kind === 'sessions-seen')
      for (const state of entry.sessions)
        pushTo(this.#states, state.session, { ...state, n: entry.n, since: entry.since ?? entry.n })
    else if (entry.kind === 'transcript-stored') pushTo(this.#stored, entry.session, entry)
    else if (entry.kind === 'store-damaged') for (const call of entry.calls) this.#damaged.add(bare(call))
  }
}
