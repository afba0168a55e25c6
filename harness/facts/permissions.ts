import type { EntryOf } from '../record/entry.ts'
import { bare } from '../transcript/blocks.ts'
import type { Facts } from './facts.ts'
import { pushTo } from './ordered.ts'
import { isRunOver } from './tools.ts'

/** A question whether a call may run, which may reach several clients, and the first answer to it. */
export type Permission = {
  readonly asked: EntryOf<'permission-asked'>
  readonly n: number
  answered: EntryOf<'permission-answered'> | undefined
}

/** What the gateway has asked people's permission for, in the order in which it asked. */
export class Permissions {
  readonly all: Permission[] = []
  readonly #byId = new Map<string, Permission>()
  readonly #byCall = new Map<string, Permission[]>()

  /** The permissions that were asked for a call; an id that sessions share is told apart by `session`. */
  ofCall(call: string, session: string): readonly Permission[] {
    return (this.#byCall.get(bare(call)) ?? []).filter(({ asked }) => asked.session === session)
  }

  asked(asked: EntryOf<'permission-asked'>): void {
    const known = this.#byId.get(keyOf(asked))
    if (known !== undefined && known.answered === undefined) return
    const permission = { asked, n: asked.n, answered: undefined }
    this.all.push(permission)
    this.#byId.set(keyOf(asked), permission)
    pushTo(this.#byCall, bare(asked.call), permission)
  }

  answered(entry: EntryOf<'permission-answered'>): void {
    const permission = this.#byId.get(keyOf(entry))
    if (permission !== undefined) permission.answered ??= entry
  }
}

/**
 * The permissions that a person can still give: nobody has answered, the call is not over, as a client was told, and neither a stop of the
 * session, an exit of the gateway nor an end of the run has come since.
 */
export function openPermissions(facts: Facts): Permission[] {
  return facts.permissions.all.filter(({ asked, answered, n }) => {
    const { call } = asked
    const isOver = facts.calls
      .withId(call)
      .some(({ reports }) => reports.some((one) => one.n > n && one.phase === 'ended'))
    return answered === undefined && !isOver && !isRunOver(facts, { n, call, tool: facts.calls.toolOf(call) })
  })
}

function keyOf({ session, permission }: EntryOf<'permission-asked' | 'permission-answered'>): string {
  return `${session} ${permission}`
}
