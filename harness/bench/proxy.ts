/**
 * What judging costs in a proxy, side by side with a proxy that only passes on, in one run: `npm run bench:proxy`. What counts is the
 * ratios, and nothing is asserted. The provider thinks for 100 ms on average, which is less than any model does, or not at all.
 */
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { endAll, type Served, start } from '../../mock-provider/bench/child.ts'
import { path } from '../../mock-provider/bench/reply.ts'
import { cases } from '../../mock-provider/bench/requests.ts'

const kinds = ['plain', 'judge', 'record']
const rounds = 7
const loads = [
  { thinkMs: 0, atOnce: 1, requests: 200 },
  { thinkMs: 0, atOnce: 8, requests: 400 },
  { thinkMs: 100, atOnce: 16, requests: 480 },
]

console.log(['request', 'provider', 'at once', 'proxy', 'ms each', 'req/s', 'of plain', 'CPU µs'].join('\t'))
try {
  for (const load of loads) {
    const provider = await startServer('provider', String(load.thinkMs))
    const proxies: Served[] = []
    for (const kind of kinds) proxies.push(await startServer(kind, provider.url))
    for (const asked of cases().filter(({ stream }) => stream)) await compare(proxies, asked, load)
    await endAll()
  }
} finally {
  await endAll()
}

function startServer(kind: string, given: string): Promise<Served> {
  const file = fileURLToPath(new URL('proxy-server.ts', import.meta.url))
  return start(kind, file, kind, given)
}

/** Each proxy in turn within every round, so that a busy machine disturbs all of them alike; the first round warms up. */
async function compare(
  proxies: readonly Served[],
  asked: ReturnType<typeof cases>[number],
  load: (typeof loads)[number],
): Promise<void> {
  const seen = new Map(proxies.map(({ name }) => [name, [] as Measured[]]))
  for (let round = 0; round <= rounds; round++)
    for (const proxy of [...proxies.slice(round % 3), ...proxies.slice(0, round % 3)]) {
      const measured = await measure(proxy, Buffer.from(asked.body), load)
      if (round > 0) seen.get(proxy.name)?.push(measured)
    }
  const plain = median(seen.get('plain')?.map(({ perSecond }) => perSecond))
  for (const [name, all] of seen) {
    const perSecond = median(all.map((one) => one.perSecond))
    const row = [
      `${asked.request}, ${(asked.body.length / 1000).toFixed(1)} kB`,
      `${load.thinkMs} ms`,
      load.atOnce,
      name,
      median(all.map(({ each }) => each)).toFixed(2),
      perSecond.toFixed(0),
      `${((100 * perSecond) / plain).toFixed(1)} %`,
      median(all.map(({ cpu }) => cpu)).toFixed(0),
    ]
    console.log(row.join('\t'))
  }
}

type Measured = { readonly each: number; readonly perSecond: number; readonly cpu: number }

async function measure({ url, cpu }: Served, body: Buffer, load: (typeof loads)[number]): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.atOnce })
  const times: number[] = []
  let left = load.requests
  const client = async () => {
    while (left-- > 0) {
      const began = performance.now()
      await ask(url, agent, body)
      times.push(performance.now() - began)
    }
  }
  const [cpuBefore, began] = [await cpu(), performance.now()]
  await Promise.all(Array.from({ length: load.atOnce }, client))
  const took = performance.now() - began
  const used = (await cpu()) - cpuBefore
  agent.destroy()
  return { each: median(times), perSecond: (1000 * times.length) / took, cpu: used / times.length }
}

function ask(url: string, agent: Agent, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method: 'POST', agent, headers: { 'content-length': body.length } })
    sent.once('error', reject).once('response', (answer) => answer.resume().once('end', resolve))
    sent.end(body)
  })
}

function median(numbers: readonly number[] = []): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
