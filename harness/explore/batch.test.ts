import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { reference } from '../gateways/reference/driver.ts'
import { client, gateway, model, scenario, tool, user } from '../index.ts'
import type { RunJudgement } from '../oracles/judge.ts'
import type { Scenario } from '../scenario/schema.ts'
import { type Played, playBatch } from './batch.ts'

const slow = 60_000
const begun = [user.says('compare two companies'), model.calls('a', 'b')]
const stopped = scenario({ title: 'stop', steps: [...begun, tool.finishes('a'), tool.holds('b'), user.stops()] })
const whole = scenario({
  title: 'whole',
  steps: [...begun, tool.finishes('a'), tool.finishes('b'), model.says('alike')],
})
const cut = scenario({ title: 'cut', steps: [...begun, client.disconnects(), tool.finishes('a'), client.reconnects()] })
const killed = (...steps: Parameters<typeof scenario>[0]['steps']) =>
  scenario({ title: 'killed', steps: [...begun, ...steps, gateway.receives('SIGKILL'), gateway.starts()] })

const repeats = ({ claims }: RunJudgement) => claims.find(({ claim }) => claim === 'recovery-repeats')

async function judged(version: string, ...scenarios: Scenario[][]) {
  return judgedWaves(
    version,
    scenarios.map((wave) => wave.map((one) => ({ scenario: one }))),
  )
}

async function judgedWaves(version: string, waves: Played[][]) {
  const folder = await mkdtemp(join(tmpdir(), 'explore-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const installed = await reference.install(version, () => {})
  const judgements: RunJudgement[] = []
  const told = (index: number, judgement: RunJudgement) => {
    judgements[index] = judgement
  }
  const how = {
    driver: reference,
    installed,
    api: 'anthropic-messages',
    seed: 1,
    folder,
    waves,
    judged: told,
    isOver: () => false,
  }
  const played = await playBatch(how)
  const record = await readFile(join(folder, 'record.jsonl'), 'utf8')
  const starts = record.match(/"kind":"gateway-started"/g)?.length
  return { played, starts, record, verdicts: judgements.map(({ verdict }) => verdict), judgements }
}

test('several schedules in one gateway, and in waves, each have a verdict of their own', {
  timeout: slow,
}, async () => {
  const { played, starts, verdicts } = await judged(reference.defaultVersion, [stopped, whole, cut], [stopped, whole])
  expect({ played, starts, verdicts }).toEqual({ played: 5, starts: 1, verdicts: Array(5).fill('pass') })
})

test('a turn in another session comes before all of them', { timeout: slow }, async () => {
  const { record } = await judged(reference.defaultVersion, [stopped])
  const said = record.match(/"kind":"client-sent".*/g)?.map((line) => JSON.parse(`{${line}`).session)
  expect(said?.slice(0, 2)).toEqual(['first-1', 'main-2'])
})

test('a bug in one session accuses no schedule beside it', { timeout: slow }, async () => {
  const { verdicts, judgements } = await judged('killed-tool-said-done', [whole, stopped, whole])
  expect(verdicts).toEqual(['pass', 'fail', 'pass'])
  expect(judgements[1]?.claims.find(({ claim }) => claim === 'statements-honest')?.verdict).toBe('fail')
})

test('one crash serves many, each at its instant', { timeout: slow }, async () => {
  const wave = [killed(tool.holds('a'), tool.holds('b')), killed(tool.finishes('a'), tool.holds('b'))]
  const correct = await judged(reference.defaultVersion, wave)
  expect(correct).toMatchObject({ played: 2, starts: 2, verdicts: ['pass', 'pass'] })
  const { verdicts, judgements } = await judged('results-only-in-memory', wave)
  expect(verdicts[1]).toBe('fail')
  expect(judgements[1]?.claims.find(({ claim }) => claim === 'results-kept')?.findings).not.toEqual([])
})

test('one second recovery serves many, and is the last thing that a gateway is used for', {
  timeout: slow,
}, async () => {
  const again = (...steps: Parameters<typeof scenario>[0]['steps']) =>
    scenario({
      title: 'recovered twice',
      steps: [...begun, ...steps, gateway.receives('SIGKILL'), gateway.recoversTwice()],
    })
  const wave = [again(tool.holds('a'), tool.holds('b')), again(tool.finishes('a'), tool.holds('b'))]
  const correct = await judged(reference.defaultVersion, wave, [whole])
  expect(correct).toMatchObject({ played: 2, starts: 2, verdicts: ['pass', 'pass'] })
  expect(correct.judgements.map((one) => repeats(one)?.verdict)).toEqual(['pass', 'pass'])
  const { judgements } = await judged('recovery-guesses-progress', wave)
  expect(judgements.map((one) => repeats(one)?.verdict)).toContain('fail')
})

test('what nothing keeps at its instant comes right before the crash', { timeout: slow }, async () => {
  const crash = [gateway.receives('SIGKILL'), gateway.starts()]
  const accepted = scenario({ title: 'accepted', steps: [user.says('weigh two offers'), ...crash] })
  const wave = [{ scenario: accepted, passing: true }, { scenario: killed(tool.holds('a'), tool.holds('b')) }]
  const { verdicts, record } = await judgedWaves(reference.defaultVersion, [wave])
  expect(verdicts).toEqual(['pass', 'pass'])
  const landed = record.match(/"kind":"step-landed".*/g)?.map((line) => JSON.parse(`{${line}`).does)
  expect(landed?.[landed.indexOf('gateway receives SIGKILL') - 1]).toContain('weigh two offers')
})

test('a step that does not land is told of by its own schedule alone', { timeout: slow }, async () => {
  const never = scenario({ title: 'never', steps: [...begun, tool.finishes('a'), tool.fails('a')] })
  const { judgements } = await judged(reference.defaultVersion, [never, whole])
  expect(judgements.map(({ missed }) => missed.length)).toEqual([1, 0])
})
