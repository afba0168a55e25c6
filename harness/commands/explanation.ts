import type { GatewaySettings } from '../gateway-settings.ts'
import { oracles } from '../oracles/index.ts'
import type { Repro } from '../scenario/repro.ts'
import { needsOf, type Scenario } from '../scenario/schema.ts'
import { kindOf, type Step } from '../steps/index.ts'

/** A scenario in plain English: what it is, each step as a sentence, and what is judged when it is over. */
export function explanationOf(scenario: Scenario, repro?: Repro): string[] {
  const { title, issue, gateway, steps } = scenario
  const needs = needsOf(scenario)
  const width = String(steps.length).length + 1
  return [
    title,
    ...(issue === undefined ? [] : [`See ${issue}.`]),
    ...(repro === undefined ? [] : foundOf(repro)),
    '',
    ...settingsOf(gateway).map((setting) => `The gateway ${setting}.`),
    'Each step comes when the one before it has been seen to happen; ! marks what goes wrong on purpose.',
    '',
    ...steps.map(
      (step, index) => `${isFault(step) ? '!' : ' '} ${`${index + 1}.`.padStart(width)} ${sentenceOf(step)}`,
    ),
    '',
    ...(needs.length === 0 ? [] : [`A gateway without ${needs.join(', ')} skips it.`]),
    'Then everything broken is mended, held tools finish, and each session gets one more message, which must be answered; if anything',
    'looks wrong, the gateway is restarted and each session is asked again. Gatecrash checks that',
    ...oracles.map(({ claim, sentence }) => `- ${sentence} (${claim})`),
  ]
}

function foundOf({ gateway, api, seed, findings }: Repro): string[] {
  const claims = [...new Set(findings.map(({ claim }) => claim))]
  return [
    `Found on ${gateway} through ${api} with seed ${seed}; what failed: ${claims.join(', ')}.`,
    ...findings.map(({ claim, says }) => `- ${claim}: ${says}`),
  ]
}

function isFault(step: Step): boolean {
  return kindOf(step).isFault(step)
}

function sentenceOf(step: Step): string {
  const does = kindOf(step).summary(step)
  const subject = does.replace(/^(?=(?:user|model|gateway|client) )/, 'the ')
  return `${subject.charAt(0).toUpperCase()}${subject.slice(1)}.`
}

const busy = {
  steer: 'puts a message into the run that is under way',
  followup: 'keeps a message for after the run that is under way',
  collect: 'collects messages for after the run that is under way',
  interrupt: 'ends the run that is under way for a message',
} as const

function settingsOf(settings: GatewaySettings = {}): string[] {
  const { whileBusy, route, signIn, agentPerSession, mcpTimeoutSeconds, asksFirst } = settings
  return [
    ...(whileBusy === undefined ? [] : [busy[whileBusy]]),
    ...(route === undefined && signIn === undefined
      ? []
      : ["asks the vendor's own hosts, which are answered in its process"]),
    ...(signIn === undefined
      ? []
      : [`is signed in by OAuth${signIn === 'oauth' ? '' : ', with a token that has expired'}`]),
    ...(agentPerSession === undefined ? [] : ['has an agent of its own for each session']),
    ...(asksFirst === undefined ? [] : ['asks a person for permission before it runs a tool']),
    ...(mcpTimeoutSeconds === undefined ? [] : [`waits ${mcpTimeoutSeconds} s for a tool of an MCP server`]),
  ]
}
