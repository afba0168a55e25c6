import { isObject, type Json } from '../../../mock-provider/json.ts'
import { HarnessError } from '../../errors.ts'
import type { SessionState } from '../../record/entry.ts'
import { ask } from './http.ts'
import type { Message } from './messages.ts'

/** The sessions of one opencode: each is made when it is first used, and has the scenario's name as its title. */
export class Sessions {
  readonly #ids = new Map<string, Promise<string>>()
  readonly #names = new Map<string, string>()

  /** @param stored opencode's id of the session `main`, where it has that already */
  constructor(stored: string | undefined) {
    if (stored === undefined) return
    this.#ids.set('main', Promise.resolve(stored))
    this.#names.set(stored, 'main')
  }

  /** opencode's id of a session. @throws HarnessError LIMIT_REACHED when it cannot be made */
  idOf(name: string, port: number): Promise<string> {
    const known = this.#ids.get(name) ?? this.#make(name, port)
    this.#ids.set(name, known)
    return known
  }

  /** The scenario's name of a session. */
  nameOf(id: string): string {
    return this.#names.get(id) ?? id
  }

  /** Whether anything is under way in a session. */
  async isBusy(port: number, id: string): Promise<boolean> {
    return isObject((await statuses(port))[id])
  }

  async states(port: number): Promise<SessionState[]> {
    const [listed, status] = [await query(port, '/session'), await statuses(port)]
    return (listed as Json[]).map(({ id }) => {
      const state = status[String(id)]
      const running = isObject(state)
      return {
        session: this.nameOf(String(id)),
        running,
        ...(running ? {} : { idle: true as const }),
        status: JSON.stringify(state ?? { type: 'idle' }),
      }
    })
  }

  async messages(name: string, port: number): Promise<readonly Message[]> {
    const id = await this.#ids.get(name)
    return id === undefined ? [] : ((await query(port, `/session/${id}/message`)) as Message[])
  }

  async #make(name: string, port: number): Promise<string> {
    const { ok, body, text } = await ask(port, 'POST', '/session', { title: name })
    if (!ok || !isObject(body)) {
      this.#ids.delete(name)
      throw new HarnessError('LIMIT_REACHED', `could not create a session: ${text}`)
    }
    this.#names.set(String(body.id), name)
    return String(body.id)
  }
}

/** What runs, by session; one at rest is left out. */
async function statuses(port: number): Promise<Json> {
  return (await query(port, '/session/status')) as Json
}

async function query(port: number, path: string): Promise<unknown> {
  const { ok, status, text, body } = await ask(port, 'GET', path)
  if (ok) return body
  throw new HarnessError('LIMIT_REACHED', `GET ${path} was answered with ${status}: ${text}`)
}
