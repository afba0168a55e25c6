/**
 * `node call-gh.ts < calls`: calls `gh` once for each line of standard input, its words and the text that it reads as its standard input in JSON,
 * and stops at the first call that fails. (A text among the words could be longer than Linux takes.)
 */
import { text } from 'node:stream/consumers'
import { execa } from 'execa'
import type { Call } from './plan.ts'

const calls = (await text(process.stdin)).split('\n').filter((line) => line !== '')
for (const { words, input } of calls.map((line): Call => JSON.parse(line)))
  await execa('gh', words, { input, stdout: 'inherit', stderr: 'inherit' })
