import type { Readable } from 'node:stream'
import { execaSync } from 'execa'
import { inTime } from './in-time.ts'
import { limits } from './limits.ts'

/** What a command says, on both of its streams. */
type Speaking = { readonly all: Readable }

/** From starting a command to anything it says: the boot of its gateway, and its first request. */
const longest = limits.boot + limits.ask

/**
 * Waits until a command that was started with `all: true` has said these words, from here on.
 * @returns all that it has said by then
 * @throws Error with what it said instead, when it has ended, or the limit (milliseconds) is over
 */
export function untilSaid({ all }: Speaking, words: string | RegExp, limit = longest): Promise<string> {
  const awaited = new RegExp(typeof words === 'string' ? RegExp.escape(words) : words)
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => giveUp(`within ${limit / 1000} s`), limit)
    const giveUp = (when: string) => {
      leave()
      reject(new Error(`the command did not say ${awaited} ${when}; it said:\n${said}`))
    }
    const ended = () => giveUp('before it ended')
    const hear = (chunk: unknown) => {
      said += chunk
      if (!awaited.test(said)) return
      leave()
      resolve(said)
    }
    const leave = () => {
      clearTimeout(timer)
      all.off('data', hear).off('close', ended)
    }
    all.on('data', hear).on('close', ended)
  })
}

/**
 * Waits until a command that was killed is over, which it is only when nobody can write to its streams any more.
 * @throws Error with all processes of the machine, when the limit is over
 */
export function untilOver<T>(running: PromiseLike<T>, limit = limits.boot): Promise<T> {
  return inTime(Promise.resolve(running), limit, () => {
    const { stdout } = execaSync('ps', ['-axww', '-o', 'pid,ppid,stat,args'])
    return new Error(`the command was not over within ${limit / 1000} s; there are these processes:\n${stdout}`)
  })
}
