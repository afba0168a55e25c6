/** What validation alone costs: the same rules on the same requests, in this process and without a network. */
import { dialectNamed } from '../dialects/index.ts'
import { concurrency } from './load.ts'
import { api, path } from './reply.ts'

const batches = 60
/** As many requests are alive at once as in a server under load: what the garbage collector copies is the same. */
const perBatch = concurrency
const dialect = dialectNamed(api)

/** CPU microseconds of one judgement; every body is parsed anew, as in a server. @throws Error when one is rejected */
export function judgingCost(body: string): number {
  const used = Array.from({ length: batches }, () => batch(body)).reduce((sum, one) => sum + one, 0)
  return used / (batches * perBatch)
}

function batch(body: string): number {
  const bodies = Array.from({ length: perBatch }, () => JSON.parse(body) as unknown)
  const before = process.cpuUsage()
  const rejections = bodies.map((parsed) => dialect.judge({ path, body: parsed }))
  const { user, system } = process.cpuUsage(before)
  const rejection = rejections.find((one) => one !== null)
  if (rejection) throw new Error(`the benchmark's own request is rejected: ${rejection.message}`)
  return user + system
}
