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

test('leaves what is needed to show the same', async () => {
  const needs = ({ steps }: Scenario) =>
    steps.some((step) => step.do === 'gateway.receives') && steps.some((step) => step.do === 'tool.fails')
  const { scenario: smallest, search } = await shrink(
    killed,
    async (all) => all.map(needs),
    () => false,
  )
  expect(kinds(smallest)).toEqual(['user.says', 'model.calls', 'tool.fails', 'gateway.receives'])
  expect(smallest.steps[1]).toMatchObject({ calls: [{ tool: 'b' }], text: '' })
  expect(search).toContain('without tool a')
})

test('leaves a schedule as it is when nothing smaller shows the same, or the time is over', async () => {
  expect(
    await shrink(
      killed,
      async (all) => all.map(() => false),
      () => false,
    ),
  ).toEqual({ scenario: killed, search: [] })
  expect(
    await shrink(
      killed,
      async (all) => all.map(() => true),
      () => true,
    ),
  ).toEqual({ scenario: killed, search: [] })
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
