/** The load: keep-alive connections that ask again as soon as they are answered. */
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { path } from './reply.ts'

/** How many requests are under way at once. */
export const concurrency = 8

const timeout = 20_000
const headers = { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', 'x-api-key': 'bench' }

/** Connections to one server; they stay open until the load is disposed. */
export class Load implements Disposable {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  readonly #url: string

  constructor(url: string) {
    this.#url = url + path
  }

  /** Asks `count` times, `concurrency` at once. @throws Error when an answer is not a success */
  async ask(body: string, count: number): Promise<void> {
    const bytes = Buffer.from(body)
    let left = count
    const worker = async () => {
      while (left-- > 0) await this.#drained(bytes)
    }
    await Promise.all(Array.from({ length: concurrency }, worker))
  }

  /** Asks once for the answer itself. */
  async sample(body: string): Promise<string> {
    return text(await this.#response(Buffer.from(body)))
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }

  async #drained(body: Buffer): Promise<void> {
    const response = await this.#response(body)
    await new Promise((resolve, reject) => response.on('end', resolve).on('error', reject).resume())
  }

  #response(body: Buffer): Promise<IncomingMessage> {
    const options = {
      method: 'POST',
      agent: this.#agent,
      timeout,
      headers: { ...headers, 'content-length': body.length },
    }
    return new Promise((resolve, reject) => {
      const sent = request(this.#url, options, (response) => {
        if (response.statusCode === 200) resolve(response)
        else reject(new Error(`${this.#url} answered ${response.statusCode}`))
      })
      sent.on('timeout', () => sent.destroy(new Error(`${this.#url} did not answer`))).on('error', reject)
      sent.end(body)
    })
  }
}
