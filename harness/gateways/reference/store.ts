import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import type { StoredTranscript } from '../../driver.ts'
import { HarnessError, messageOf } from '../../errors.ts'
import { turnsOf } from './entries.ts'
import type { Entry } from './server/log.ts'

/**
 * Every session as it is on disk: a JSONL file each. Copies of what was read go to `evidence`.
 * @throws HarnessError STORE_UNREADABLE
 */
export async function readStore(state: string, evidence: string): Promise<StoredTranscript[]> {
  const found: StoredTranscript[] = []
  await mkdir(evidence, { recursive: true })
  for await (const file of glob(join(state, 'sessions', '*.jsonl'))) {
    const text = await readFile(file, 'utf8')
    await writeFile(join(evidence, basename(file)), text)
    const source = relative(state, file)
    found.push({ session: basename(file, '.jsonl'), source, turns: turnsOf(entriesIn(text, source)) })
  }
  return found
}

/**
 * What is wrong with the store itself: damaged lines, entries that are there twice, and files that
 * are no sessions. No two entries are alike: each has its run, and a run has each entry once.
 */
export async function checkStore(state: string): Promise<{ source: string; problem: string }[]> {
  const problems: { source: string; problem: string }[] = []
  for await (const file of glob(join(state, 'sessions', '*'))) {
    const source = relative(state, file)
    if (!file.endsWith('.jsonl')) problems.push({ source, problem: 'is no session' })
    else for (const problem of problemsIn(await readFile(file, 'utf8'))) problems.push({ source, problem })
  }
  return problems
}

function problemsIn(text: string): string[] {
  const lines = text.split('\n').slice(0, -1)
  return lines.flatMap((line, index) => {
    if (lines.indexOf(line) < index) return [`line ${index + 1} is line ${lines.indexOf(line) + 1} again: ${line}`]
    return isJson(line) ? [] : [`line ${index + 1} is not JSON: ${line}`]
  })
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

/** What comes after the last line's end is being written. */
function entriesIn(text: string, source: string): Entry[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      try {
        return JSON.parse(line)
      } catch (error) {
        throw new HarnessError('STORE_UNREADABLE', `${source}, line ${index + 1} is not JSON: ${messageOf(error)}`)
      }
    })
}
