import type { Dialect, WireRequest } from '../../mock-provider/dialect.ts'
import { dialects } from '../../mock-provider/dialects/index.ts'
import { isObject, parseJson } from '../../mock-provider/json.ts'
import { Memory } from '../../mock-provider/memory.ts'
import { unpacked } from '../../mock-provider/request-body.ts'
import { settingsOf } from '../../mock-provider/settings.ts'
import { field } from '../../mock-provider/wire.ts'
import { messageOf } from '../errors.ts'
import type { Asking, Rejection } from '../record/entry.ts'
import { type Break, findBreaks } from '../transcript/pairing.ts'
import type { Turn } from '../transcript/transcript.ts'
import type { Incoming } from './proxy.ts'
import type { Said } from './read-reply.ts'

/** What is said of one request to a model. */
export type Judged = {
  /** counts the requests from 0 */
  readonly number: number
  readonly api: string
  readonly method: string
  readonly path: string
  readonly turns: readonly Turn[]
  /** what the provider will say, by the rules of the mock provider; `null` when they are kept */
  readonly rejection: Rejection | null
  readonly settings: Asking
  /** why it is not judged, where it is not: what is wrong, if anything, is not to be seen in it */
  readonly unjudged?: string
  /** of a request that was judged with what the provider keeps, the body with that; otherwise as it came */
  readonly body: unknown
}

/** A call or result that lacks its other half, for a provider that takes fields of its own: nothing else is looked at. */
const pairEvidence = { weight: 'inferred', source: 'every provider has this rule' } as const

/**
 * Judges requests as they come, by the rules of the mock provider. A conversation that the provider keeps (`previous_response_id`) is judged
 * with what its replies have shown, and not at all where they were not seen.
 */
export class RequestJudge {
  readonly #pairsOnly: boolean
  readonly #memory = new Memory()
  #count = 0

  /** @param pairsOnly looks at nothing but whether calls and results pair up */
  constructor({ pairsOnly = false }: { readonly pairsOnly?: boolean } = {}) {
    this.#pairsOnly = pairsOnly
  }

  /** Judges a request; nothing for one that does not ask a model. */
  judge({ method, path, query, headers, body: bytes }: Incoming): Judged | undefined {
    const dialect = dialectOf(method, path)
    if (dialect === undefined) return undefined
    const of = { number: this.#count++, api: dialect.api, method, path }
    try {
      const text = unpacked(bytes, headers['content-encoding'])
      const betas = String(headers['anthropic-beta'] ?? '')
      const asked = { path, query, body: parseJson(text), size: text.length, betas }
      return { ...of, ...this.#said(dialect, this.#memory.recall(asked, dialect.keeping)) }
    } catch (error) {
      const unjudged = `its body cannot be read: ${messageOf(error)}`
      return { ...of, turns: [], rejection: null, settings: nobody, unjudged, body: undefined }
    }
  }

  /** Keeps what a provider that keeps conversations has said, to judge what goes on from it. */
  learn({ api, body }: Judged, { id, items }: Said): void {
    const { keeping } = dialects.find((known) => known.api === api) ?? {}
    if (keeping === undefined || id === undefined || items === undefined || keeping.as({ id }, body).length === 0)
      return
    const fields = Object.fromEntries(keeping.lasting.map((name) => [name, field(body, name)]))
    this.#memory.keepAs(id, { items: [...keeping.asked(body), ...items], fields })
  }

  #said(dialect: Dialect, asked: WireRequest): Omit<Judged, 'number' | 'api' | 'method' | 'path'> {
    const turns = dialect.read(asked)
    const about = { turns, settings: settingsOf(dialect, asked), body: asked.body }
    const unjudged = asked.kept === undefined ? leansOn(dialect, asked.body) : undefined
    if (unjudged !== undefined) return { ...about, rejection: null, unjudged }
    return { ...about, rejection: this.#pairsOnly ? unpaired(turns) : dialect.judge(asked) }
  }
}

const nobody: Asking = { model: '', tools: [], system: 0 }

/** Whether anybody is asked by a request that goes there; the threads of OpenAI's assistants have messages, too. */
export function dialectOf(method: string, path: string): Dialect | undefined {
  return method === 'POST' && !path.includes('/threads/') ? dialects.find(({ answers }) => answers(path)) : undefined
}

/** What of a conversation is the provider's, so that its pairs cannot be seen here. */
function leansOn({ keeping }: Dialect, body: unknown): string | undefined {
  const id = keeping?.from(body)
  if (id !== undefined) return `it goes on from ${id}, which the provider keeps and which was not seen here`
  return isObject(body) && typeof body.cachedContent === 'string'
    ? `it goes on from ${body.cachedContent}, which the provider keeps`
    : undefined
}

function unpaired(turns: readonly Turn[]): Rejection | null {
  const [first] = findBreaks(turns)
  if (first === undefined) return null
  const message = `${first.at}: ${broken[first.rule]}: ${first.ids.join(', ')}`
  return { status: 400, type: 'unpaired', message, rule: first.rule, evidence: pairEvidence }
}

const broken: Readonly<Record<Break['rule'], string>> = {
  'call-without-result': 'a call has no result right after it',
  'result-without-call': 'a result has no call right before it',
  'result-repeated': 'a call has two results',
  'call-repeated': 'two calls have one id',
}
