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
