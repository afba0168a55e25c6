import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mountsFor } from './mounts.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const rows = (table: string) => table.split('\n').map((line) => line.split(' '))
const rowOf = (table: string, at: string) => rows(table).find(([, where]) => where === at)

test('folders that others write to are empty, and what is kept of them comes after', () => {
  const { table } = mountsFor({ write: [folder], read: [] })
  expect(rowOf(table, '/tmp')).toEqual(['gatecrash', '/tmp', 'tmpfs', 'mode=1777,X-mount.mkdir', '0', '0'])
  expect(rowOf(table, homedir())?.slice(2, 4)).toEqual(['tmpfs', 'mode=700,X-mount.mkdir'])
  const order = rows(table).map(([, at]) => at)
  expect(order.indexOf(folder)).toBeGreaterThan(order.indexOf('/tmp'))
})

test('a folder is kept to write to or to read, at its own path and where it really is', () => {
  const [real, link] = [join(folder, 'a folder'), join(folder, 'link')]
  mkdirSync(real)
  symlinkSync(real, link)
  const { table, script } = mountsFor({ write: [], read: [link] })
  const how = 'bind,ro,X-mount.mkdir'
  expect(rowOf(table, link)).toEqual(['/proc/self/fd/3', link, 'none', how, '0', '0'])
  expect(rowOf(table, real.replace(' ', '\\040'))?.slice(0, 4)).toEqual([
    '/proc/self/fd/4',
    real.replace(' ', '\\040'),
    'none',
    how,
  ])
  expect(script.slice(0, 2)).toEqual([`exec 3<${link}`, `exec 4<${link}`])
})

test('what lies in no emptied folder is there to read already', () => {
  expect(rowOf(mountsFor({ write: [], read: ['/usr'] }).table, '/usr')).toBeUndefined()
})

test('more folders than a shell can hold open are refused', () => {
  const many = Array.from({ length: 8 }, (_, n) => join(folder, String(n)))
  for (const one of many) mkdirSync(one)
  expect(() => mountsFor({ write: many, read: [] })).toThrow('more than 7 folders')
})
