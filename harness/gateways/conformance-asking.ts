import { expect } from 'vitest'
import type { Script } from '../../mock-provider/script.ts'
import { entriesOf } from '../record/record.ts'
import { openStage, type Stage } from './conformance-stage.ts'

const script: Script = [
  {
    says: 'run what is allowed',
    replies: [
      { text: '', calls: [{ tool: 'a' }] },
      { text: 'it has run', calls: [] },
    ],
  },
  { says: 'run what is declined', replies: [{ text: '', calls: [{ tool: 'b' }] }] },
]

/** A gateway that asks first, another than the one of the other duties: it notes its questions and takes both answers. */
export async function expectAsked({ driver, installed }: Stage): Promise<void> {
  await using stage = await openStage(driver, installed, script, { asksFirst: true })
  const { gateway, ledger, record, seen, started } = stage
  await gateway.start()
  const person = gateway.client('main')
  const asked = async (tool: string) => {
    const of = await seen(`the question whether tool ${tool} may run`, (entries) =>
      entriesOf(entries, 'permission-asked').find(({ call }) => record.facts.calls.toolOf(call) === tool),
    )
    expect(of).toMatchObject({ client: 'main', session: 'main' })
    expect(record.facts.calls.startsOf(tool)).toEqual([])
    return of
  }
  const over = (n: number) => seen('the end of the run', (entries) => entriesOf(entries, 'client-saw')[n])

  await person.send('main', 'run what is allowed')
  await person.answer?.('main', (await asked('a')).permission, 'allow')
  ledger.order((await started('a')).call, 'finish', 'the result of a')
  expect(await over(0)).toMatchObject({ what: 'reply', text: 'it has run' })

  await person.send('main', 'run what is declined')
  await person.answer?.('main', (await asked('b')).permission, 'decline')
  await over(1)
  expect(record.facts.calls.startsOf('b')).toEqual([])
  const answers = entriesOf(record.entries, 'permission-answered').map(({ answer }) => answer)
  expect(answers).toEqual(['allowed', 'declined'])
}
