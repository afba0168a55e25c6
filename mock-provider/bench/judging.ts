/** What validation alone costs: the same rules on the same requests, in this process and without a network. */
import { dialectNamed } from '../dialects/index.ts'
import { api, path } from './reply.ts'

const judgements = 1_000
const dialect = dialectNamed(api)

/**
 * Microseconds of one judgement: the median, so that what else the machine does meanwhile does not count. Every body is parsed anew, as in a
 * server. @throws Error when one is rejected
 */
export function judgingCost(body: string): number {
  const times = Array.from({ length: judgements }, () => judge(JSON.parse(body)))
  return times.toSorted((a, b) => a - b)[judgements / 2] ?? Number.NaN
}

function judge(body: unknown): number {
  const before = performance.now()
  const rejection = dialect.judge({ path, body })
  const after = performance.now()
  if (rejection) throw new Error(`the benchmark's own request is rejected: ${rejection.message}`)
  return (after - before) * 1000
}
