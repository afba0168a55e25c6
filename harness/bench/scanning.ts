import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { defaultGateway } from '../gateways/index.ts'
import { wholeSession } from '../rescue/corpus.ts'
import { scan } from '../rescue/scan.ts'

/**
 * Scans folders of growing size, and prints the processor's time beside that of `JSON.parse` on the same lines, and the most memory that was
 * held by then: it does not grow with what is scanned.
 */
const sizesMb = [5, 20]
const fileMb = 5

const folder = await mkdtemp(join(tmpdir(), 'gatecrash-bench-'))
try {
  console.log(['MB', 'sessions', 'JSON.parse s', 'scan s', 'MB/s', 'times JSON.parse', 'memory MB'].join('\t'))
  for (const size of sizesMb) {
    const own = join(folder, String(size))
    const files = await makeSessions(own, size / fileMb)
    let sessions = 0
    const scanS = await cpuOf(async () => {
      for await (const { state } of scan({ paths: [own], agent: defaultGateway.name })) {
        if (state !== 'sound') throw new Error(`a session of the bench is ${state}`)
        sessions++
      }
    })
    const memoryMb = process.resourceUsage().maxRSS / 1_000
    const parseS = await cpuOf(() => parseAll(files))
    const cells = [
      sessions,
      parseS.toFixed(2),
      scanS.toFixed(2),
      (size / scanS).toFixed(0),
      (scanS / parseS).toFixed(1),
    ]
    console.log([size, ...cells, memoryMb.toFixed(0)].join('\t'))
    await rm(own, { recursive: true })
  }
} finally {
  await rm(folder, { recursive: true })
}

/** Long sessions, as they are when nothing went wrong. */
async function makeSessions(own: string, count: number): Promise<string[]> {
  await mkdir(own)
  const files: string[] = []
  for (let n = 0; n < Math.max(1, Math.round(count)); n++) {
    const file = join(own, `00000000-0000-4000-8000-${String(n).padStart(12, '0')}.jsonl`)
    await using handle = await open(file, 'w')
    let last: string | null = null
    for (let written = 0, part = 0; written < fileMb * 1e6; part++) {
      const { events } = wholeSession(`${n}/${part}`)
      const [head, first, ...rest] = events
      const linked = [...(part === 0 ? [head] : []), { ...first, parentId: last }, ...rest]
      // an id names one call in a whole session
      const text = linked.map((event) => `${JSON.stringify(event).replaceAll('"call_', `"call_${part}_`)}\n`).join('')
      last = events.at(-1)?.id ?? null
      written += text.length
      await handle.write(text)
    }
    files.push(file)
  }
  return files
}

/** Parses each line and keeps nothing; the time of reading the lines is in neither figure alone, and so is in both. */
async function parseAll(files: readonly string[]): Promise<void> {
  for (const file of files) for await (const line of createInterface(createReadStream(file))) JSON.parse(line)
}

/** How long a processor was busy with it, in seconds. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
