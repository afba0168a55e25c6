/** `node call-gh.ts < calls`: calls `gh` once for each line of standard input, a JSON list of words, and stops at the first call that fails. */
import { createInterface } from 'node:readline'
import { execa } from 'execa'

for await (const line of createInterface({ input: process.stdin }))
  await execa('gh', JSON.parse(line) as string[], { stdin: 'ignore', stdout: 'inherit', stderr: 'inherit' })
