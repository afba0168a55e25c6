import { setTimeout as pause } from 'node:timers/promises'
import { HarnessError } from '../errors.ts'
import { limits } from '../limits.ts'
import { type DockerContainer, execIn } from './docker.ts'
import type { Target } from './target.ts'

/** How often Docker is asked whether a fault has had its effect. */
const lookMs = 50
/** The part of a CPU that a starved container gets, of 100 000. */
const starvedQuota = 5_000
/** Some work, for a starved container to be starved of. */
const work = 'n=0; while [ $n -lt 50000 ]; do n=$((n+1)); done'
/** How much more memory a container gets than its processes have, before another process in it takes more. */
const spareBytes = 64_000_000
/**
 * Reads a line that never ends. A gateway may have asked that its tools be killed before it (OpenClaw gives them an oom_score_adj of
 * 1000), and would write what has become of them, or not, in the moment before it is killed itself. So all get the same: the largest
 * goes first, which is the gateway.
 */
const scoreAll = 'for p in /proc/[0-9]*; do echo 1000 > $p/oom_score_adj; done 2> /dev/null; true'
const takeAllMemory = 'echo 1000 > /proc/self/oom_score_adj; exec tail /dev/zero'

type ResourceChange =
  | 'paused'
  | 'going on'
  | 'starved of CPU'
  | 'fed'
  | 'out of memory'
  | 'full'
  | 'with room'
  | 'killed'

/** The faults of what a gateway's container is given to live on. Each resolves when it was seen at work. */
export function resourceFaults({ pod, process, disk }: Target): Record<ResourceChange, () => Promise<void>> {
  const gateway = async (): Promise<DockerContainer> => {
    const running = process()
    if (running?.running !== true) throw new HarnessError('LIMIT_REACHED', 'no gateway runs in a container')
    return running.container()
  }
  const isPaused = async (container: DockerContainer) => (await container.inspect()).State.Paused

  return {
    async paused() {
      const container = await gateway()
      await container.pause()
      await until('a paused container', () => isPaused(container))
    },
    /** a gateway that was started since, in a container of its own, is not paused */
    async 'going on'() {
      const container = process()?.running ? await gateway() : undefined
      if (container !== undefined && (await isPaused(container))) await container.unpause()
    },
    async 'starved of CPU'() {
      const container = await gateway()
      const before = await throttled(container)
      await container.update({ CpuPeriod: 100_000, CpuQuota: starvedQuota })
      await execIn(container, ['sh', '-c', work])
      await until('a period without CPU', async () => (await throttled(container)) > before)
    },
    async fed() {
      if (process()?.running) await (await gateway()).update({ CpuQuota: -1 })
    },
    async 'out of memory'() {
      const container = await gateway()
      await execIn(container, ['sh', '-c', scoreAll])
      const limit = (await memoryOf(container)) + spareBytes
      await container.update({ Memory: limit, MemorySwap: limit })
      const exec = await container.exec({ Cmd: ['sh', '-c', takeAllMemory] })
      await exec.start({ Detach: true })
    },
    async full() {
      const filler = fillerOn(disk())
      const { container } = await pod()
      const { output } = await execIn(container, ['dd', 'if=/dev/zero', `of=${filler}`, 'bs=4096'])
      if (!output.includes('No space left')) throw new HarnessError('LIMIT_REACHED', `the disk is not full: ${output}`)
    },
    async 'with room'() {
      await execIn((await pod()).container, ['rm', fillerOn(disk())])
    },
    async killed() {
      await gateway()
      await process()?.kill()
    },
  }
}

/** Never on this machine's own disk. */
function fillerOn(disk: string | undefined): string {
  if (disk === undefined)
    throw new HarnessError('LIMIT_REACHED', 'the scenario gives the state no disk of its own (diskMb)')
  return `${disk}/gatecrash-filler`
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + limits.effect
  while (!(await isSo())) {
    if (performance.now() > end)
      throw new HarnessError('LIMIT_REACHED', `after ${limits.effect / 1000} s ${what} was not seen`)
    await pause(lookMs)
  }
}

type Stats = {
  readonly cpu_stats: { readonly throttling_data: { readonly throttled_periods: number } }
  readonly memory_stats: { readonly usage: number; readonly stats: Readonly<Record<string, number>> }
}

async function statsOf(container: DockerContainer): Promise<Stats> {
  return (await container.stats({ stream: false, 'one-shot': true })) as unknown as Stats
}

async function throttled(container: DockerContainer): Promise<number> {
  return (await statsOf(container)).cpu_stats.throttling_data.throttled_periods
}

/** What its processes have, in bytes, without files that are kept in memory: `cache` with cgroups of version 1, `file` of version 2. */
async function memoryOf(container: DockerContainer): Promise<number> {
  const { usage, stats } = (await statsOf(container)).memory_stats
  return usage - (stats.total_cache ?? stats.file ?? 0)
}
