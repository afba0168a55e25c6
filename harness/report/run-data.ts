import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { quote } from '../quote.ts'
import type { Entry } from '../record/entry.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import type { ScenarioResult } from '../result.ts'
import { citedIn } from './cited.ts'
import { type Tone, wordsOf } from './entry-words.ts'
import { type RunStep, stepsOf } from './run-steps.ts'
import { shorten } from './shorten.ts'
import { storedScenario } from './stored-scenario.ts'
import { type Timeline, timelineOf } from './timeline.ts'
import { type Transcripts, transcriptsOf } from './transcripts.ts'

/** An entry as the page lists it; `more` is what else it holds, as JSON. */
export type ListedEntry = {
  readonly n: number
  readonly at: number
  readonly kind: string
  readonly lane: string
  readonly text: string
  readonly tone: Tone
  readonly more: unknown
}

/** A file of a run's folder; `opens` is the command that shows it, where a page cannot. */
export type RunFile = { readonly name: string; readonly href: string; readonly opens: string | null }

/** A picture of a page: `shown` is the address of what is to be seen, `n` and `at` are of the entry that it was taken at. */
export type Picture = RunFile & { readonly shown: string; readonly n: number | null; readonly at: number | null }

/** All that the page shows of a run. */
export type RunData = {
  readonly entries: readonly ListedEntry[]
  readonly timeline: Timeline
  readonly steps: readonly RunStep[]
  readonly transcripts: readonly Transcripts[]
  readonly issue: string | null
  readonly files: readonly RunFile[]
  /** the address of `repro.json`, which lies in the page itself unless it is too large; null when there is none */
  readonly repro: string | null
  /** in the order in which they were taken */
  readonly pictures: readonly Picture[]
  /** what of the record is not in the page */
  readonly left: string
}

/** Files up to this size are put into the page when their run did not pass, so that it can be sent alone. */
const maxInsideBytes = 600_000

/** Lines of a log beyond this are left to the files; the first and the last are kept. */
const maxLogLines = 600

/**
 * Reads the folder of a run for a page that lies in `beside`.
 * @throws HarnessError BAD_RECORD when it holds no record
 */
export function readRun({ folder, claims, verdict }: ScenarioResult, beside: string): RunData {
  const record = readRecord(join(folder, 'record.jsonl'))
  const cited = citedIn(claims)
  const kept = withoutManyLines(record)
  const end = record.find(({ kind }) => kind === 'run-ended')?.n ?? Number.POSITIVE_INFINITY
  const started = record.find((entry) => entry.kind === 'run-started')
  const { issue = null } = started === undefined ? {} : storedScenario(started)
  const files = filesIn(folder).map((name) => describeFile(folder, name, beside))
  return shorten({
    entries: kept.map((entry) => listed(entry, entry.n > end)),
    timeline: timelineOf(kept, cited),
    steps: stepsOf(kept),
    transcripts: transcriptsOf(record, cited),
    issue,
    files,
    repro: reproIn(folder, files),
    pictures: picturesOf(files, record, verdict === 'pass' ? undefined : folder),
    left: kept.length < record.length ? `${record.length - kept.length} lines of the gateway's log` : '',
  })
}

/** The body of a request is long, and says in its API's words what its turns say; it stays in the record. What `isOurs` is cleaning up. */
function listed(entry: Entry, isOurs: boolean): ListedEntry {
  const { n, at, kind, ...more } = entry
  const { lane, text, tone } = wordsOf(entry)
  const { body: _body, ...rest } = { body: undefined, ...more }
  return { n, at, kind, lane, text, tone: isOurs ? 'plain' : tone, more: rest }
}

function withoutManyLines(entries: readonly Entry[]): readonly Entry[] {
  const lines = entries.filter(({ kind }) => kind === 'gateway-logged')
  if (lines.length <= maxLogLines) return entries
  const left = new Set(lines.slice(maxLogLines / 2, -maxLogLines / 2))
  return entries.filter((entry) => !left.has(entry))
}

/** What of a run's folder is linked: files and folders, and no link of a stranger; the folder of its pages is told file by file. */
function filesIn(folder: string, inside = ''): string[] {
  const found = readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((file) => {
    const name = `${inside}${file.name}`
    if (file.isFile()) return [name]
    if (!file.isDirectory()) return []
    return name === 'pages' ? filesIn(folder, 'pages/') : [`${name}/`]
  })
  return found.toSorted((a, b) => a.localeCompare(b))
}

function describeFile(folder: string, name: string, beside: string): RunFile {
  const opens = name.endsWith('trace.zip') ? `npx playwright show-trace ${quote(join(folder, name))}` : null
  return { name, href: hrefOf(join(folder, name), beside), opens }
}

/** The pictures among files, each with its entry; `inside` is the folder of those that are to lie in the page itself. */
function picturesOf(files: readonly RunFile[], record: readonly Entry[], inside: string | undefined): Picture[] {
  const taken = entriesOf(record, 'page-pictured')
  const pictures = files.flatMap(({ name, ...file }) => {
    if (!name.endsWith('.png')) return []
    const entry = taken.findLast((picture) => picture.file === name)
    const shown = inside === undefined ? file.href : (dataOf(join(inside, name)) ?? file.href)
    return [{ name, ...file, shown, n: entry?.n ?? null, at: entry?.at ?? null }]
  })
  return pictures.toSorted((a, b) => (a.n ?? Number.POSITIVE_INFINITY) - (b.n ?? Number.POSITIVE_INFINITY))
}

function reproIn(folder: string, files: readonly RunFile[]): string | null {
  const file = files.find(({ name }) => name === 'repro.json')
  return file === undefined ? null : (dataOf(join(folder, file.name)) ?? file.href)
}

/** The address of a file with all that is in it; nothing when it is too large for a page. */
function dataOf(path: string): string | undefined {
  const type = path.endsWith('.png') ? 'image/png' : 'application/json'
  return statSync(path).size > maxInsideBytes ? undefined : `data:${type};base64,${readFileSync(path, 'base64')}`
}

/** A link from a page to a file: relative, so that a folder with both can be moved. */
export function hrefOf(path: string, beside: string): string {
  return relative(beside, path).split(sep).map(encodeURIComponent).join('/') || '.'
}
