import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { GatewayProcess } from './gateway-process.ts'

test('a line that was printed before the process is known is noted, and after its start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  const printed = join(folder, 'printed')
  const program = 'console.log("ready"); require("fs").writeFileSync(process.argv[1], "")'
  const notes: EntryBody[] = []
  const start = {
    file: process.execPath,
    args: ['-e', program, printed],
    env: {},
    // as on a busy machine, where the gateway is found long after it has begun
    processOf: async (pid: number) => {
      await vi.waitUntil(() => existsSync(printed), { timeout: 20_000 })
      await new Promise(setImmediate)
      return pid
    },
  }
  const gateway = new GatewayProcess(start, (body) => void notes.push(body))
  await gateway.exited()
  const lines = notes.map((body) => (body.kind === 'gateway-logged' ? body.line : body.kind))
  expect(lines).toEqual(['gateway-started', 'ready', 'gateway-exited'])
  rmSync(folder, { recursive: true })
})
