import type { IncomingMessage } from 'node:http'
import { unpacked } from '../../mock-provider/request-body.ts'
import type { Rejection, ReplyEnd } from '../record/entry.ts'
import { type LiveRecord, openRecord, type Recording } from './live-record.ts'
import type { Hearing, Incoming } from './proxy.ts'
import { readReply, type Said } from './read-reply.ts'
import { dialectOf, type Judged, RequestJudge } from './request-judge.ts'
import { SeenKeys } from './seen-keys.ts'

/** A request that the provider will refuse, as the rules of the mock provider say. */
export type Broken = Judged & { readonly rejection: Rejection }

/** What a guard is told to do, and whom it tells. */
export type GuardOptions = {
  readonly pairsOnly?: boolean
  readonly recording?: Recording | undefined
  /** is told of a request that is broken, before it is sent on */
  readonly broken: (request: Broken) => void
  /** is told of a request that cannot be judged, before it is sent on */
  readonly unjudged: (request: Judged) => void
  /** is told of an answer that is not what was foreseen: a broken request that is taken, or another one that is refused as wrong */
  readonly surprised: (request: Judged, status: number, says: string) => void
}

/** A longer answer is sent on as every other, and not read. */
const maxReplyBytes = 64_000_000

/** Opens the record, if there is to be one. @throws HarnessError when it cannot be written */
export async function openGuard(options: GuardOptions): Promise<Guard> {
  const keys = new SeenKeys()
  return new Guard(options, keys, options.recording && (await openRecord(options.recording, keys)))
}

/** Looks at each request before it is sent on, says what is broken, and keeps the record. It changes nothing and holds nothing up. */
export class Guard implements AsyncDisposable {
  readonly #options: GuardOptions
  readonly #judge: RequestJudge
  readonly #keys: SeenKeys
  readonly #record: LiveRecord | undefined

  constructor(options: GuardOptions, keys: SeenKeys, record: LiveRecord | undefined) {
    this.#options = options
    this.#judge = new RequestJudge(options)
    this.#keys = keys
    this.#record = record
  }

  /** Whether a request asks a model. */
  readonly wants = ({ method, path }: Pick<Incoming, 'method' | 'path'>): boolean =>
    dialectOf(method, path) !== undefined

  /** Looks at a request; gives back who listens to its answer. */
  readonly look = (incoming: Incoming): Hearing | undefined => {
    this.#keys.see(incoming)
    const judged = this.#judge.judge(incoming)
    if (judged === undefined) return undefined
    const { rejection } = judged
    if (rejection !== null) this.#options.broken({ ...judged, rejection: this.#hidden(rejection) })
    else if (judged.unjudged !== undefined) this.#options.unjudged(judged)
    // the record is written when the request is on its way
    const noted = new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.#record?.asked(judged))
    return this.#hearing(judged, noted)
  }

  /** What a person is told never has a key in it, whoever's words they are. */
  hide(text: string): string {
    return this.#keys.hide(text)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#record?.[Symbol.asyncDispose]()
  }

  #hearing(judged: Judged, noted: Promise<void>): Hearing {
    const pieces: Buffer[] = []
    let answer: IncomingMessage | undefined
    let size = 0
    return {
      began: (head) => {
        answer = head
      },
      piece: (piece) => {
        size += piece.length
        if (size <= maxReplyBytes) pieces.push(piece)
      },
      ended: async (end) => {
        await noted
        this.#ended(judged, answer, size > maxReplyBytes ? [] : pieces, end)
      },
    }
  }

  #ended(judged: Judged, answer: IncomingMessage | undefined, pieces: readonly Buffer[], end: ReplyEnd): void {
    const status = answer?.statusCode ?? 0
    const said = readPieces(judged.api, pieces, answer?.headers['content-encoding'])
    this.#record?.answered(judged, status, said, end)
    this.#judge.learn(judged, said)
    const wasRefused = status === 400 || status === 404 || status === 422
    const says = said.failure ?? `status ${status}`
    if (judged.unjudged === undefined && wasRefused !== (judged.rejection !== null) && (wasRefused || status === 200))
      this.#options.surprised(judged, status, this.hide(says))
  }

  #hidden(rejection: Rejection): Rejection {
    return { ...rejection, message: this.hide(rejection.message) }
  }
}

function readPieces(api: string, pieces: readonly Buffer[], encoding: string | undefined): Said {
  try {
    return readReply(api, unpacked(Buffer.concat(pieces), encoding, true))
  } catch {
    // packed in a way that nobody has told: what was said stays unknown
    return readReply(api, '')
  }
}
