import { describe, expect, test } from 'vitest'
import { turns } from '../record/example.ts'
import type { Step } from '../steps/index.ts'
import { type Rebuilt, rebuild } from './rebuild.ts'

const of = (...short: string[]) => rebuild(turns(...short), { parallel: true, earlier: false })
const kinds = ({ scenario: { steps } }: Rebuilt) =>
  steps.map((step) => ('tool' in step ? `${step.do} ${step.tool}` : step.do))
const texts = (steps: readonly Step[]) => steps.flatMap((step) => ('text' in step ? [step.text] : []))

describe('a conversation is rebuilt with nothing that goes wrong', () => {
  test('up to the call that has no result: what had ended does so first, and the others are open', () => {
    const rebuilt = of(
      'u:earlier',
      'a+z',
      'u=z:ok',
      'a:done',
      'u:my secret plan',
      'a:well|+x|+y|+w',
      'u=w:3|=y:2',
      'u:hello?',
    )
    expect(kinds(rebuilt)).toEqual([
      'user.says',
      'model.calls',
      ...['tool.holds a', 'tool.holds b', 'tool.holds c'],
      ...['tool.finishes c', 'tool.finishes b', 'tool.finishes a'],
      'model.says',
      'client.seesReplyTo',
    ])
    expect(rebuilt.open).toEqual(['a'])
    expect(rebuilt.lostCall).toBe(false)
  })

  test('a result whose call is gone stands for a call that was lost', () => {
    const rebuilt = of('u:go', 'a:let me see|+x', 'u=x:1|=y:2', 'u:hello?')
    expect(rebuilt.lostCall).toBe(true)
    expect(kinds(rebuilt)).toContain('tool.holds b')
    expect(of('u:go', 'u=y:2').lostCall).toBe(true)
  })

  test('a result that is an error counts as open: an agent may have made it up', () => {
    expect(of('u:go', 'a+x|+y', 'u=x:1|!y:interrupted', 'a:sorry').open).toEqual(['b'])
  })

  test('with what was said before, where that is asked for', () => {
    const conversation = turns('u:one', 'a+x', 'u=x:1', 'a:ok', 'u:two', 'a+y', 'u:hello?')
    const { scenario, message, open } = rebuild(conversation, { parallel: false, earlier: true })
    expect(scenario.steps.filter((step) => step.do === 'model.calls')).toHaveLength(2)
    expect(message).toMatch(/^question 2:/)
    expect(open).toEqual(['b'])
  })

  test('a call that has the id of an earlier one has it again, under the same message if it was so', () => {
    const inOne = of('u:go', 'a+x', 'u=x:1', 'a+x', 'u=x:2', 'a:done', 'u:more', 'a+y', 'u=y:3')
    expect(kinds(inOne)).toEqual([
      ...['user.says', 'model.calls', 'tool.holds a', 'tool.finishes a', 'model.calls', 'tool.holds b'],
      ...['tool.finishes b', 'model.says', 'client.seesReplyTo'],
    ])
    expect(inOne.scenario.steps[4]).toMatchObject({ calls: [{ tool: 'b', idOf: 'a' }] })
    const inTwo = of('u:go', 'a+x', 'u=x:1', 'a:done', 'u:more', 'a+x', 'u=x:2')
    expect(kinds(inTwo).filter((kind) => kind === 'user.says')).toHaveLength(2)
  })

  test('no word of it is left, and each text is about as long as it was', () => {
    const secret = `the launch is on Tuesday: ${'é'.repeat(400)}`
    const { scenario } = of(`u:${secret}`, 'a:We launch on Tuesday|+x', 'u:hello?')
    const [message = '', said = ''] = texts(scenario.steps)
    expect(JSON.stringify(scenario)).not.toMatch(/Tuesday|launch|é/)
    expect(message.length).toBeGreaterThanOrEqual(secret.length)
    expect(message.length).toBeLessThan(secret.length + 40)
    expect(message).toMatch(/🙂$/)
    expect(said).toMatch(/^step 1:/)
    const shape = of('u:<text 0123456789ab: 300 characters, 2 lines>', 'a+x')
    expect(texts(shape.scenario.steps)[0]?.length).toBeGreaterThanOrEqual(300)
  })

  test('a conversation without calls has no pair that could break', () => {
    expect(() => of('u:go', 'a:done')).toThrow('no tool was called')
  })
})
