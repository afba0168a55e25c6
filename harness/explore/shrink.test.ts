import { expect, test } from 'vitest'
import { client, gateway, model, scenario, tool, user } from '../index.ts'
import type { Scenario } from '../scenario/schema.ts'
import { shrink, smallerThan } from './shrink.ts'

const killed = scenario({
  title: 'SIGKILL in a batch',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c').saying('I look them up'),
    tool.finishes('a'),
    tool.fails('b'),
    tool.holds('c'),
    client.disconnects({ by: 'rst' }),
    gateway.receives('SIGKILL'),
    gateway.starts(),
  ],
})
const kinds = ({ steps }: Scenario) => steps.map((step) => step.do)

const each = (shows: (scenario: Scenario) => boolean) => async (all: readonly { scenario: Scenario }[]) =>
  all.map(({ scenario }) => shows(scenario))

test('leaves of each schedule what is needed to show the same', async () => {
  const needs = ({ steps }: Scenario) =>
    steps.some((step) => step.do === 'gateway.receives') && steps.some((step) => step.do === 'tool.fails')
  const other = scenario({ title: 'another', steps: [user.says('compare'), model.calls('a').saying('I look')] })
  const [first, second] = await shrink(
    [killed, other],
    each((one) => (one.title === 'another' ? one.steps.length === 2 : needs(one))),
    () => false,
  )
  expect(kinds(first?.scenario as Scenario)).toEqual(['user.says', 'model.calls', 'tool.fails', 'gateway.receives'])
  expect(first?.scenario.steps[1]).toMatchObject({ calls: [{ tool: 'b' }], text: '' })
  expect(first?.search).toContain('without tool a')
  expect(second?.search).toEqual(['nothing said beside calls'])
})

test('leaves a schedule as it is when nothing smaller shows the same, or the time is over', async () => {
  const same = [{ scenario: killed, search: [] }]
  const never = each(() => false)
  const always = each(() => true)
  expect(await shrink([killed], never, () => false)).toEqual(same)
  expect(await shrink([killed], always, () => true)).toEqual(same)
})

test('takes a turn away, and a second recovery, and keeps how the gateway is set up', () => {
  const twice = scenario({
    title: 'two turns',
    gateway: { asksFirst: true },
    steps: [
      ...[user.says('good morning'), model.says('good morning to you'), user.says('compare'), model.calls('a')],
      ...[tool.holds('a'), gateway.receives('SIGKILL'), gateway.recoversTwice()],
    ],
  })
  const smaller = smallerThan(twice)
  const without = (what: string) => smaller.find((one) => one.without.startsWith(what))?.scenario
  expect(kinds(without('without the turn of') as Scenario)).toEqual(kinds(twice).slice(2))
  expect(without('one recovery')?.steps.at(-1)).toMatchObject({ do: 'gateway.starts' })
  // or each recovery would end the gateway by itself
  expect(without('without "gateway receives SIGKILL')).toBeUndefined()
  expect(smaller.every((one) => one.scenario.gateway?.asksFirst === true)).toBe(true)
})

test('tries scenarios only, each smaller by one change', () => {
  const smaller = smallerThan(killed)
  expect(smaller.map(({ without }) => without)).toEqual([
    'without tool a',
    'without tool b',
    'without tool c',
    'without "tool a finishes"',
    'without "tool b fails"',
    'without "tool c has started and holds"',
    'without "the connection of client main is cut by a reset"',
    // and not without SIGKILL, as long as there is a start after it
    'without "gateway is started again on the same state"',
    'nothing said beside calls',
    'in order',
  ])
})

test('takes a fault inside a reply to its beginning', () => {
  const cut = scenario({ title: 'cut', steps: [user.says('compare'), model.calls('a', 'b').cutAfter('b', 'input', 2)] })
  const plainer = smallerThan(cut).find(({ without }) => without === 'before the first byte')
  expect(plainer?.scenario.steps[1]).toMatchObject({ fault: { kind: 'cut', by: 'fin', at: { write: 0 } } })
})
