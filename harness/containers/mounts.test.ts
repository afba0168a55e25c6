import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bindsOf } from './mounts.ts'

let compiled: string
beforeEach(() => {
  compiled = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
})
afterEach(() => rmSync(compiled, { recursive: true }))

const binds = (folder: string) => bindsOf('/run/x', compiled, { name: 'openclaw', version: '1', folder, node: '/node' })

test('the run and compiled code can be written to; the gateway, with what it needs, and this repository can be read', () => {
  const found = binds('/cache/openclaw@1/node_modules/openclaw')
  expect(found.filter((bind) => !bind.endsWith(':ro'))).toEqual(['/run/x:/run/x', `${compiled}:${compiled}`])
  expect(found).toContain('/cache/openclaw@1/node_modules:/cache/openclaw@1/node_modules:ro')
  expect(found).toContain(`${resolve('.')}:${resolve('.')}:ro`)
})

test('a checkout is there as it is', () => {
  expect(binds('/home/me/openclaw')).toContain('/home/me/openclaw:/home/me/openclaw:ro')
})
