/** Rounds of load, each server in turn within every case, so that a busy machine disturbs all of them alike. */
import type { Served } from './child.ts'
import { judgingCost } from './judging.ts'
import { concurrency, Load } from './load.ts'
import type { Case } from './requests.ts'

/** One server's numbers for one case, the median of its rounds. */
export type Measured = { readonly server: string; readonly perSecond: number; readonly cpu: number }

/** A case with the numbers of every server, and what judging its request costs. */
export type Result = { readonly asked: Case; readonly servers: readonly Measured[]; readonly judging: number }

type Round = { readonly servers: readonly Measured[]; readonly judging: number }

/** Runs a warm-up, which is a round that is not counted, and then the rounds. */
export async function measure(cases: readonly Case[], servers: readonly Served[], rounds: number): Promise<Result[]> {
  const seen = cases.map((): Round[] => [])
  for (let round = 0; round <= rounds; round++)
    for (const [index, one] of cases.entries()) {
      const measured = await oneRound(one, rotated(servers, round))
      if (round > 0) seen[index]?.push(measured)
    }
  return cases.map((one, index) => resultOf(one, servers, seen[index] ?? []))
}

async function oneRound(one: Case, servers: readonly Served[]): Promise<Round> {
  const measured: Measured[] = []
  for (const server of servers) measured.push(await load(one, server))
  return { servers: measured, judging: judgingCost(one.body) }
}

async function load({ body, perRound }: Case, { name, url, cpu }: Served): Promise<Measured> {
  using connections = new Load(url)
  await connections.ask(body, concurrency)
  const [cpuBefore, before] = [await cpu(), performance.now()]
  await connections.ask(body, perRound)
  const [cpuAfter, after] = [await cpu(), performance.now()]
  return { server: name, perSecond: (perRound * 1000) / (after - before), cpu: (cpuAfter - cpuBefore) / perRound }
}

function rotated(servers: readonly Served[], by: number): Served[] {
  const start = by % servers.length
  return [...servers.slice(start), ...servers.slice(0, start)]
}

function resultOf(asked: Case, servers: readonly Served[], seen: readonly Round[]): Result {
  return {
    asked,
    judging: median(seen.map(({ judging }) => judging)),
    servers: servers.map(({ name }) => {
      const own = seen.flatMap((round) => round.servers.filter(({ server }) => server === name))
      return { server: name, perSecond: median(own.map((m) => m.perSecond)), cpu: median(own.map((m) => m.cpu)) }
    }),
  }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length - 1 - middle], sorted[middle]]
  return (low + high) / 2
}
