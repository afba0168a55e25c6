import { expect, test } from 'vitest'
import { client, gateway, model, scenario, tool, user } from '../index.ts'
import type { Scenario } from '../scenario/schema.ts'
import { scenarioSource } from './scenario-source.ts'

const builders: Readonly<Record<string, unknown>> = { client, gateway, model, scenario, tool, user }

/** What a file of this source exports. */
function evaluated(source: string): Scenario {
  const [, names = ''] = /^import \{ ([^}]+) \}/.exec(source) ?? []
  const body = source.replace(/^import .*$/m, '').replace('export default', 'return')
  const known = names.split(', ')
  return new Function(...known, body)(...known.map((name) => builders[name])) as Scenario
}

test('a scenario is written as a person would, and reads as the same', () => {
  const whole = scenario({
    title: "what somebody's client saw",
    steps: [
      user.says('compare three companies', { session: 'side', client: 'phone' }),
      model
        .calls('a', tool.call('b', { timeoutSeconds: 2 }))
        .saying("I'll look")
        .in('side'),
      tool.finishes('a'),
      tool.resists('b', 'child'),
      user.stops({ session: 'side', until: 'sent', again: true }),
      user.says('and look at a fourth'),
      model.says('yes', { fault: { kind: 'cut', by: 'rst', at: { write: 0 } } }),
      client.seesReplyTo('and look at a fourth', 'phone'),
      client.disconnects({ by: 'rst' }),
      client.reconnects(),
      user.compacts(),
      gateway.receives('SIGKILL'),
      gateway.diesStarting('request'),
      gateway.starts(),
    ],
  })
  const source = scenarioSource(whole, 'a result is lost', '../harness/index.ts')
  expect(evaluated(source)).toEqual(whole)
  expect(source).toContain("    user.stops({ session: 'side', again: true, until: 'sent' }),\n")
  expect(source).toContain('    client.reconnects(),\n    user.compacts(),\n')
  expect(source).toMatch(/^import \{ client, gateway, model, scenario, tool, user \} from '..\/harness\/index.ts'\n/)
})

test('what no builder makes is written as it is', () => {
  const cut = scenario({
    title: 'out of tokens',
    steps: [user.says('compare'), { ...model.calls('a'), ends: 'max-tokens' }],
  })
  expect(evaluated(scenarioSource(cut, 'why', 'gatecrash'))).toEqual(cut)
})
