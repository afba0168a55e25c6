import { judgeRun } from '../oracles/judge.ts'
import { longRecord } from './long-record.ts'

/** Judges records of growing length, and prints the time beside that of reading the same file: both grow as the file does. */
const rounds = 5
const sizes = [1_000, 10_000, 100_000]

console.log(['entries', 'MB', 'JSON.parse ms', 'judge ms', 'ratio'].join('\t'))
for (const size of sizes) {
  const lines = longRecord(size).map((entry) => JSON.stringify(entry))
  const parseMs = best(() => lines.map((line) => JSON.parse(line)))
  const entries = lines.map((line) => JSON.parse(line))
  const judgeMs = best(() => judgeRun(entries))
  const megabytes = lines.reduce((sum, line) => sum + line.length, 0) / 1e6
  const row = [
    entries.length,
    megabytes.toFixed(1),
    parseMs.toFixed(0),
    judgeMs.toFixed(0),
    (judgeMs / parseMs).toFixed(1),
  ]
  console.log(row.join('\t'))
}

/** The shortest of several rounds, in ms. */
function best(work: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const began = performance.now()
    work()
    return performance.now() - began
  })
  return Math.min(...times)
}
