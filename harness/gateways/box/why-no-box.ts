import { spawnSync } from 'node:child_process'
import { openWords } from './words.ts'

/** Why no box can be opened on this computer, in the system's own words; nothing when one can. */
export function whyNoBox(): string | undefined {
  if (process.platform !== 'linux') return `${process.platform} has no namespaces`
  const [file = '', ...args] = openWords('true')
  const { status, stderr, error } = spawnSync(file, args, { encoding: 'utf8' })
  if (status === 0) return undefined
  return error?.message ?? (stderr.trim().split('\n')[0] || `it ended with code ${status}`)
}

/** What it means for a run that no box can be opened, in one line. */
export function noBox(why: string): string {
  return `no box (${why}): only Node's own connections are kept on this machine, and files are not guarded`
}
