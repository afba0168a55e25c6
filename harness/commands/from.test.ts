import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chaos, folder } from '../chaos-command.ts'
import { asked, begun, record, replied, turns } from '../record/example.ts'

test('not reproduced is said and is exit code 2; the likeliest scenario is written where that is asked for, and can be run', async () => {
  const broken = asked(0, 0, turns('u:my secret plan', 'a+x|+y', 'u=x:1', 'u:hello?'), 'call y has no result')
  mkdirSync(join(folder, 'live'))
  const lines = record(begun(), broken, replied(0)).map((entry) => `${JSON.stringify(entry)}\n`)
  writeFileSync(join(folder, 'live', 'record.jsonl'), lines.join(''))
  const words = ['--gateway', 'reference', '--budget', '3s', '--keep-best']
  const { exitCode, all } = await chaos('from', 'live', ...words)
  expect(all).toContain('requests-paired: request 1 was rejected with 400')
  expect(all).toMatch(
    /not reproduced on reference@.*: (?:none of these breaks requests-paired: \d+ of \d+ likely|no schedule was tried)/,
  )
  expect(exitCode).toBe(2)
  const file = 'reports/from/live/findings/not-reproduced.ts'
  expect(readFileSync(join(folder, file), 'utf8')).not.toContain('secret')
  expect((await chaos('explain', file)).all).toContain('The user says "question 1: some"')
})

test('what is no failure, and what does not say which agent it is of, is refused', async () => {
  mkdirSync(join(folder, 'sound'))
  writeFileSync(join(folder, 'sound', 'record.jsonl'), `${JSON.stringify(record(begun())[0])}\n`)
  const sound = await chaos('from', 'sound')
  expect([sound.exitCode, sound.all]).toEqual([254, expect.stringContaining('nothing has failed in sound')])
  expect((await chaos('from')).exitCode).toBe(254)
  mkdirSync(join(folder, 'empty'))
  expect((await chaos('from', 'empty')).all).toContain('empty has no record (record.jsonl) and no session in it')
  writeFileSync(join(folder, 'empty', 'record.jsonl'), 'not JSON\n')
  expect((await chaos('from', 'empty')).all).toContain('is no record')
})
