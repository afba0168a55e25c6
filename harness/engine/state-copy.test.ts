import { once } from 'node:events'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StateCopy } from './state-copy.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  mkdirSync(join(folder, 'kept'))
  mkdirSync(join(folder, 'home/state'), { recursive: true })
  writeFileSync(join(folder, 'home/state/main.jsonl'), 'one\n')
  utimesSync(join(folder, 'home/state/main.jsonl'), 1_000, 2_000)
  symlinkSync('state', join(folder, 'home/link'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('all is put back as it was, with its times, and what was made since is gone', async () => {
  const copy = new StateCopy(folder)
  await copy.make()
  writeFileSync(join(folder, 'home/state/main.jsonl'), 'one\ntwo\n')
  writeFileSync(join(folder, 'home/new'), '')
  writeFileSync(join(folder, 'also-new'), '')
  await copy.putBack()
  expect(readFileSync(join(folder, 'home/state/main.jsonl'), 'utf8')).toBe('one\n')
  expect(statSync(join(folder, 'home/state/main.jsonl')).mtimeMs).toBe(2_000_000)
  expect(readlinkSync(join(folder, 'home/link'))).toBe('state')
  expect(readdirSync(join(folder, 'home')).sort()).toEqual(['link', 'state'])
  expect(readdirSync(folder).sort()).toEqual(['home', 'kept', 'state-copy'])
})

test('what the run keeps is left alone', async () => {
  const copy = new StateCopy(folder)
  await copy.make()
  writeFileSync(join(folder, 'kept/record.jsonl'), 'seen\n')
  await copy.putBack()
  expect(readFileSync(join(folder, 'kept/record.jsonl'), 'utf8')).toBe('seen\n')
})

test('a socket that somebody left is not copied', async () => {
  const server = createServer().listen(join(folder, 'home/socket'))
  await once(server, 'listening')
  const copy = new StateCopy(folder)
  await copy.make()
  await copy.putBack()
  expect(readdirSync(join(folder, 'home')).sort()).toEqual(['link', 'state'])
  server.close()
})
