import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { reference } from '../gateways/reference/driver.ts'
import { model, scenario, tool, user } from '../index.ts'
import { parseScenario } from '../scenario/schema.ts'
import type { Step } from '../steps/index.ts'
import { run } from './run.ts'

const runs = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(runs, { recursive: true }))

/** The claims that fail when a schedule runs on the reference gateway, or on a version of it with a planted bug. */
async function failedOn(version: string, steps: Step[]): Promise<string[]> {
  const installed = await reference.install(version, () => {})
  const played = { scenario: scenario({ title: 'a case', steps }), driver: reference, installed, runs }
  const { claims, missed } = await run({ ...played, api: 'anthropic-messages', seed: 1 })
  expect(missed).toEqual([])
  return claims.flatMap(({ claim, verdict }) => (verdict === 'fail' ? [claim] : []))
}

const asks = user.says('compare two companies')
const again = [user.says('still there?'), model.says('yes')]

// each waits for the answer that does not come
describe.concurrent('a message that gets no answer is a finding, whatever the person says next', () => {
  const refused = [
    asks,
    model.calls('a'),
    tool.finishes('a'),
    model.says('they differ', { fault: { kind: 'status', failure: 'billing' } }),
  ]
  test.each<[string, string, Step[]]>([
    ['a request is refused', 'failure-is-silent', refused],
    ['a request is refused, and the person asks again', 'failure-is-silent', [...refused, ...again]],
    ['the model says nothing', 'empty-reply-is-silent', [asks, model.says('')]],
    ['the model says nothing, and the person asks again', 'empty-reply-is-silent', [asks, model.says(''), ...again]],
  ])('%s', async (_, version, steps) => {
    expect(await failedOn(version, steps)).toContain('messages-answered')
    expect(await failedOn(reference.defaultVersion, steps)).toEqual([])
  })
})

test.each([[[]], [again]])(
  'a person who compacts, and was told that the run was stopped, is owed nothing',
  async (more) => {
    const stalled = model.says('they differ', { fault: { kind: 'stall', pings: true, at: { write: 2 } } })
    const steps = [asks, model.calls('a'), tool.finishes('a'), stalled, user.compacts(), ...more]
    expect(await failedOn(reference.defaultVersion, steps)).toEqual([])
  },
)

describe('a conversation that is not what was said is a finding', () => {
  const plain = [
    ...[asks, model.calls('a', 'b'), tool.finishes('a'), tool.finishes('b'), model.says('the first is larger')],
    ...[user.says('my name is Zaphod'), model.calls('c'), tool.holds('c'), user.stops(), ...again],
  ]
  test.each([
    ['own-answers-missing', 'conversation-kept'],
    ['message-sent-twice', 'conversation-kept'],
    ['message-read-as-latin1', 'conversation-kept'],
    ['reply-of-the-run-before', 'replies-true'],
  ])('by reference@%s', async (version, claim) => {
    expect(await failedOn(version, plain)).toContain(claim)
  })

  test('and a conversation that is, is none', async () => {
    expect(await failedOn(reference.defaultVersion, plain)).toEqual([])
  })

  test('half a reply that is taken for the whole', async () => {
    const broken = model.says('they differ a lot, and here is how', {
      fault: { kind: 'cut', by: 'fin', at: { write: 4 } },
    })
    const steps = [asks, model.calls('a'), tool.finishes('a'), broken, ...again]
    expect(await failedOn('half-reply-kept-as-whole', steps)).toContain('replies-true')
  })
})

test('a message with a line separator is refused with its field, or passed on whole', () => {
  const said = (text: string) => ({ title: 'x', steps: [{ do: 'user.says', text }] })
  for (const separator of ['\u2028', '\u2029'])
    expect(() => parseScenario(said(`one${separator}two`), 'x.json')).toThrow('steps[0].text')
})
