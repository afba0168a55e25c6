import { gatewayNameOf } from '../gateway-name.ts'
import type { ScenarioResult } from '../result.ts'
import type { Report } from './json.ts'
import { shortName } from './matrix.ts'
import { listedAs } from './standing.ts'

/** What somebody wants to know of an agent, and the scenarios that tell it: parts of their paths. */
const questions = [
  {
    when: 'stopped',
    parts: ['stop-one-running', 'abort-one-running', 'stop-beside-session', '/late-call-after-stop', '/stopped-while-'],
  },
  {
    when: 'sent a second message',
    parts: ['/message-during-batch', 'second-message-', '121831-message-while-model-is-asked'],
  },
  {
    when: 'cut off from its model',
    parts: ['stream-cut-in-second-call', '/cut-', '/whole-call-cut-', '/silent-provider-', '/failing-provider-'],
  },
  {
    when: 'told to exit',
    parts: ['sigterm-one-running', 'restarted-after-batch', 'sigint-in-batch', 'sighup-in-batch', '/exits-while-'],
  },
  { when: 'killed', parts: ['/sigkill-', '/killed-', '/stopped-then-killed'] },
  {
    when: 'told to summarize',
    parts: ['context/', '/compacted-', '/summary-', '-compaction', '/stopped-then-compacted'],
  },
  { when: 'declined a call', parts: ['/one-permission-declined'] },
] as const

/** What it means to a person that a claim failed, from the worst down. What nobody would notice by themselves is not among it. */
const troubles = [
  { says: 'the API refuses every later request', claims: ['no-400-loop'] },
  { says: 'the session hangs', claims: ['session-live', 'starts-in-time'] },
  { says: 'finished results are lost', claims: ['results-kept'] },
  { says: 'the conversation is changed', claims: ['conversation-kept', 'store-sound'] },
  { says: 'a tool runs again, or half', claims: ['tool-runs-once', 'arguments-whole'] },
  { says: 'a message is not answered', claims: ['messages-answered'] },
  { says: 'it goes on after the stop', claims: ['stop-stops'] },
  { says: 'a process stays behind', claims: ['processes-gone'], harmless: true },
] as const

/** What went wrong, and in which scenarios. It is `harmless` where no work is lost by it, and `sometimes` where it depends on the instant. */
export type Trouble = {
  readonly says: string
  readonly scenarios: readonly string[]
  readonly harmless: boolean
  readonly sometimes: boolean
}

/** What became of a person's work: how many scenarios could tell, in how many of them no work was lost, and what went wrong. */
export type Answer = { readonly ran: number; readonly kept: number; readonly troubles: readonly Trouble[] }

/** `agents.json`: each agent, with an answer to each question. */
export type Agents = {
  readonly questions: readonly { readonly when: string; readonly scenarios: readonly string[] }[]
  readonly agents: readonly { readonly agent: string; readonly api: string; readonly answers: readonly Answer[] }[]
}

/** Whether reports are of several kinds of gateways, and not of versions of one. */
export function areOfSeveral(reports: readonly Report[]): boolean {
  return new Set(reports.map(({ gateway }) => gatewayNameOf(gateway).name)).size > 1
}

/** What became of a person's work on each agent, in each kind of trouble. */
export function agentsOf(reports: readonly Report[]): Agents {
  const names = [...new Set(reports.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)))].sort()
  const asked = questions.map(({ when, parts }) => ({
    when,
    scenarios: names.filter((name) => parts.some((part) => `/${shortName(name)}`.includes(part))),
  }))
  const agents = reports.map(({ gateway, api, scenarios: results }) => ({
    agent: gateway,
    api,
    answers: asked.map(({ scenarios }) => answerOf(results.filter(({ name }) => scenarios.includes(name)))),
  }))
  return { questions: asked, agents }
}

/** A run that did not tell counts for nothing. */
function answerOf(results: readonly ScenarioResult[]): Answer {
  const told = results.filter(({ verdict }) => verdict !== 'inconclusive')
  const found = troubles.flatMap((trouble) => troubleIn(told, trouble))
  const harmed = new Set(found.flatMap(({ scenarios, harmless }) => (harmless ? [] : scenarios)))
  const ran = new Set(told.map(({ name }) => name)).size
  return { ran, kept: ran - harmed.size, troubles: found }
}

function troubleIn(
  results: readonly ScenarioResult[],
  { says, claims, ...rest }: (typeof troubles)[number],
): Trouble[] {
  const failed = results.flatMap((result) =>
    result.claims
      .filter(({ claim, verdict }) => verdict === 'fail' && (claims as readonly string[]).includes(claim))
      .map(({ claim }) => ({ name: result.name, sometimes: listedAs(result, claim)?.sometimes !== undefined })),
  )
  if (failed.length === 0) return []
  const scenarios = [...new Set(failed.map(({ name }) => name))]
  return [{ says, scenarios, harmless: 'harmless' in rest, sometimes: failed.every(({ sometimes }) => sometimes) }]
}
