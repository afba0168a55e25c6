import { expect, test } from 'vitest'
import { nativeTools } from '../../../mock-provider/script.ts'
import { execCaller } from './exec.ts'

const caller = execCaller(['node', 'gate.ts'])
const offers = (...names: string[]) => names.map((name) => ({ name, parameters: ['command', 'timeoutSeconds'] }))

test('a tool of its own is called by the name it is offered under, and not at all when it is not', () => {
  const listed = { tool: 'list', native: 'cron-list' } as const
  expect(caller(listed, 'x', offers('exec', 'cron'))).toEqual({ name: 'cron', input: { action: 'list' } })
  expect(caller(listed, 'x', offers('exec', 'automations'))).toMatchObject({ name: 'automations' })
  expect(caller(listed, 'x', offers('exec'))).toBeNull()
})

test('none of them is a command, or reaches a file or a host', () => {
  const all = offers('exec', 'cron', 'sessions_list', 'sessions_send', 'sessions_spawn', 'sessions_yield')
  const names = nativeTools.map((native) => caller({ tool: 'x', native }, 'x', all)?.name)
  expect([...new Set(names)].sort()).toEqual([
    'cron',
    'sessions_list',
    'sessions_send',
    'sessions_spawn',
    'sessions_yield',
  ])
})
