import { z } from 'zod'
import { HarnessError } from '../errors.ts'
import type { GatewaySettings, PageKind } from '../gateway-settings.ts'
import { nearest } from '../nearest.ts'
import type { Need } from '../need.ts'
import { own } from '../own.ts'
import { kindOf, type Step, stepKinds } from '../steps/index.ts'
import { nameSchema, wordsSchema } from '../steps/words.ts'
import { goesOnDamaged } from './goes-on-damaged.ts'
import { misplacedFaults, misplacedRecoveries, misplacedReplies, type Problem } from './misplaced.ts'
import { tasksOf, toolsOf } from './script.ts'
import { settingsSchema } from './settings-schema.ts'
import { wantsSideBySide } from './side-by-side.ts'
import { waitsOutSilence } from './waits-out-silence.ts'

const [first, ...others] = Object.values(stepKinds).map(({ schema }) => schema as z.core.$ZodTypeDiscriminable)
const stepSchema = z.discriminatedUnion('do', [
  first as z.core.$ZodTypeDiscriminable,
  ...others,
]) as unknown as z.ZodType<Step>

/** Which clients are pages in a browser; the others are chat clients. */
const clientsSchema: z.ZodType<Record<string, PageKind>> = z
  .record(nameSchema, z.union([z.literal('control-ui'), z.strictObject({ tabOf: nameSchema })]))
  .describe('the clients that are pages in a browser: with a profile of their own, or another tab of such a one')

/** The schema that an editor is told of; it is never fetched. */
export const schemaField = wordsSchema.max(200).optional()

/** A scenario as a file has it. */
export const scenarioSchema = z
  .strictObject({
    $schema: schemaField,
    title: wordsSchema.min(1).max(200),
    issue: wordsSchema.max(200).optional(),
    gateway: settingsSchema.optional(),
    clients: clientsSchema.optional(),
    steps: z.array(stepSchema).min(1).max(200),
  })
  .superRefine(({ steps, clients = {}, gateway = {} }, context) => {
    for (const { path, message } of [...strayTabs(clients), ...noPages(steps, clients), ...neverAsked(steps, gateway)])
      context.addIssue({ code: 'custom', path, message })
    for (const { path, message } of [
      ...ambiguousTexts(steps),
      ...unsaidWords(steps),
      ...unknownTools(steps),
      ...misplacedFaults(steps),
      ...misplacedReplies(steps),
      ...misplacedRecoveries(steps, gateway),
    ])
      context.addIssue({ code: 'custom', path: ['steps', ...path], message })
  })

/** A list of steps and what it is called; plain data that survives JSON unchanged. */
export type Scenario = {
  title: string
  issue?: string | undefined
  gateway?: GatewaySettings | undefined
  clients?: Record<string, PageKind> | undefined
  steps: Step[]
}

/** What a gateway must have for a scenario, each once. */
export function needsOf({ gateway, clients = {}, steps }: Scenario): Need[] {
  const set: Need[] = gateway?.whileBusy === undefined ? [] : [`while-busy-${gateway.whileBusy}`]
  if (gateway?.route !== undefined) set.push('vendor-hosts')
  if (gateway?.signIn !== undefined) set.push('sign-in')
  if (gateway?.agentPerSession === true) set.push('agents')
  if (gateway?.mcpTimeoutSeconds !== undefined) set.push('mcp-timeout')
  if (gateway?.asksFirst === true) set.push('permissions')
  if (gateway?.diskMb !== undefined) set.push('container', 'small-disk')
  if (Object.keys(clients).length > 0) set.push('page')
  if (wantsSideBySide(steps)) set.push('parallel-tools')
  if (goesOnDamaged(steps)) set.push('heals-damage')
  if (waitsOutSilence(steps)) set.push('gives-up-silence')
  return [...new Set([...set, ...steps.flatMap((step) => kindOf(step).needs?.(step) ?? [])])]
}

/**
 * Checks a scenario that came from anywhere.
 * @param source the file it came from, named in errors
 * @throws HarnessError BAD_SCENARIO naming the file and the field
 */
export function parseScenario(value: unknown, source: string, at?: FieldAt): Scenario {
  const { $schema: _, ...scenario } = checked(scenarioSchema, value, `${source} is not a scenario`, at)
  return scenario
}

/**
 * A value that a schema takes.
 * @param what said before the problems when it does not, such as "x.json is not a scenario"
 * @param at where a field is in the file, if that can be told
 * @throws HarnessError BAD_SCENARIO naming the fields
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown, what: string, at: FieldAt = () => ''): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.slice(0, 5).map((issue) => {
    const where = at(issue.path)
    return `  ${stepName(issue.path)}${fieldName(issue.path)}: ${explain(issue, value)}${where === '' ? '' : ` (${where})`}`
  })
  throw new HarnessError('BAD_SCENARIO', `${what}:\n${problems.join('\n')}`)
}

/** Where a field is in a file, such as `x.json:3:5`; empty when it cannot be told. */
export type FieldAt = (path: readonly PropertyKey[]) => string

/** People count steps from 1, as everything that is printed does; the path beside it is JSON's. */
function stepName(path: readonly PropertyKey[]): string {
  const at = path.indexOf('steps')
  const index = path[at + 1]
  return at >= 0 && typeof index === 'number' ? `step ${index + 1}: ` : ''
}

function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return excerpt(name.replace(/^\./, '')) || 'the file'
}

function explain(issue: z.core.$ZodIssue, root: unknown): string {
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'do') {
    const word = String(valueAt(root, issue.path)).slice(0, 50)
    return `unknown step "${word}"; did you mean ${nearest(word, Object.keys(stepKinds)).join(' or ')}? Every step: docs/steps.md`
  }
  return excerpt(issue.message)
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], root)
}

/** Names of fields can be as long as a file. */
function excerpt(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text
}

function strayTabs(clients: Record<string, PageKind>): Problem[] {
  return Object.entries(clients).flatMap(([name, kind]) =>
    kind === 'control-ui' || own(clients, kind.tabOf) === 'control-ui'
      ? []
      : [{ path: ['clients', name, 'tabOf'], message: `client "${kind.tabOf}" is no 'control-ui'` }],
  )
}

/** A tab is on the network of the client whose tab it is, and has no lid of its own. */
const aboutNetwork: readonly Step['do'][] = [
  'client.disconnects',
  'client.stalls',
  'client.goesOn',
  'page.sleeps',
  'page.wakes',
]

/** What only a client of ours can be told: which token it shows, and what it asks for. */
function isOfChatClients(step: Step): boolean {
  if (step.do === 'client.reconnects') return step.shows !== undefined || step.scopes !== undefined
  return (step.do === 'auth.rotates' || step.do === 'auth.revokes') && step.credential === 'device-token'
}

function noPages(steps: readonly Step[], clients: Record<string, PageKind>): Problem[] {
  return steps.flatMap((step, index) => {
    if (!('client' in step)) return []
    const kind = own(clients, step.client)
    const path = ['steps', index, 'client']
    if (kind === undefined && step.do.startsWith('page.'))
      return [{ path, message: `client "${step.client}" is no page; see clients` }]
    if (kind !== undefined && isOfChatClients(step))
      return [
        { path, message: `client "${step.client}" is a page, which keeps its tokens itself; name another client` },
      ]
    if (typeof kind === 'object' && aboutNetwork.includes(step.do))
      return [{ path, message: `a tab has the network of its browser: name client "${kind.tabOf}"` }]
    return []
  })
}

/** Nobody is asked for permission unless the gateway is set up so. */
function neverAsked(steps: readonly Step[], { asksFirst }: GatewaySettings): Problem[] {
  if (asksFirst === true) return []
  return steps.flatMap((step, index) =>
    kindOf(step).needs?.(step).includes('permissions')
      ? [
          {
            path: ['steps', index, 'do'],
            message: 'nobody is asked first; give the scenario `gateway: { asksFirst: true }`',
          },
        ]
      : [],
  )
}

/** A message's text, or a task's, is how a request is told to belong to it, so none may contain another. */
function ambiguousTexts(steps: readonly Step[]): Problem[] {
  const texts = steps.flatMap((step, index) =>
    (step.do === 'user.says' ? [step.text] : tasksOf([step])).map((text) => ({ text, index })),
  )
  return texts.flatMap((own) => {
    const { text, index } = own
    const other = texts.find((candidate) => candidate !== own && candidate.text.includes(text))
    return other === undefined
      ? []
      : [
          {
            path: [index, 'text'],
            message: `this text is also in the message of steps[${other.index}]; every message needs words of its own`,
          },
        ]
  })
}

/** A step about a message has the words of one above it. */
function unsaidWords(steps: readonly Step[]): Problem[] {
  return steps.flatMap((step, index) => {
    const [field, words] = namedWords(step)
    const said = steps.slice(0, index).some((above) => above.do === 'user.says' && above.text === words)
    return words === undefined || said ? [] : [{ path: [index, field], message: `no step above says "${words}"` }]
  })
}

function namedWords(step: Step): readonly [field: string, words: string | undefined] {
  if (step.do === 'user.aborts') return ['run', step.run]
  return ['text', step.do === 'message.waits' || step.do === 'client.seesReplyTo' ? step.text : undefined]
}

function unknownTools(steps: readonly Step[]): Problem[] {
  const called = steps.flatMap(toolsOf)
  const repeated = called.filter((tool, index) => called.indexOf(tool) !== index)
  return steps.flatMap((step, index) => {
    if ('tool' in step && !called.includes(step.tool))
      return [{ path: [index, 'tool'], message: `no step of the model calls a tool "${step.tool}"` }]
    if (step.do !== 'model.calls') return []
    const earlier = new Set(steps.slice(0, index).flatMap(toolsOf))
    const stranger = step.calls.findIndex(({ idOf }) => idOf !== undefined && !earlier.has(idOf))
    if (stranger >= 0)
      return [
        { path: [index, 'calls', stranger, 'idOf'], message: `no step above calls "${step.calls[stranger]?.idOf}"` },
      ]
    const idle = step.calls.findIndex(({ native, task }) => task !== undefined && native !== 'sessions-spawn')
    if (idle >= 0)
      return [{ path: [index, 'calls', idle, 'task'], message: 'only a call of "sessions-spawn" has a task' }]
    if (step.calls.some(({ tool }) => repeated.includes(tool)))
      return [{ path: [index, 'calls'], message: 'every call of a scenario needs a tool name of its own' }]
    return []
  })
}
