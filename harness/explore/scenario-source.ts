import type { Scenario } from '../scenario/schema.ts'
import type { Step } from '../steps/index.ts'

/**
 * A scenario as a person would write it: a file of TypeScript.
 * @param why what it shows, in a sentence
 * @param builders where it imports the builders from
 */
export function scenarioSource({ title, steps }: Scenario, why: string, builders: string): string {
  const lines = steps.map((step) => `    ${callOf(step)},`)
  const used = ['client', 'gateway', 'message', 'model', 'tool', 'user'].filter((name) =>
    lines.some((line) => new RegExp(`^ *${name}\\.`).test(line) || (name === 'tool' && line.includes('tool.call('))),
  )
  return [
    `import { ${[...used, 'scenario'].sort().join(', ')} } from '${builders}'`,
    '',
    `/** ${why.replaceAll('*/', '* /')} */`,
    'export default scenario({',
    `  title: ${literal(title)},`,
    '  steps: [',
    ...lines,
    '  ],',
    '})',
    '',
  ].join('\n')
}

/** The call that makes a step; what no builder makes is written as it is. */
function callOf(step: Step): string {
  const { do: kind, ...fields } = step
  switch (step.do) {
    case 'model.calls':
      return callsOf(step)
    case 'user.says':
    case 'model.says':
    case 'client.seesReplyTo':
    case 'message.waits': {
      const { text, ...rest } = fields as { text: string } & Record<string, unknown>
      const other = step.do === 'client.seesReplyTo' ? clientOf(step.client) : optionsOf(rest)
      return call(kind, literal(text), other)
    }
    case 'gateway.receives':
      return call(kind, literal(step.signal), optionsOf({ drains: step.drains }))
    case 'gateway.diesStarting':
      return call(kind, literal(step.at))
    case 'tool.resists':
      return call(kind, literal(step.tool), literal(step.by))
    default:
      return 'tool' in step ? call(kind, literal(step.tool)) : call(kind, optionsOf(fields))
  }
}

function callsOf({ calls, text, session, to, fault, ...rest }: Extract<Step, { do: 'model.calls' }>): string {
  const { do: _, ...others } = rest
  if (Object.values(others).some((value) => value !== undefined))
    return literal({ do: 'model.calls', calls, text, ...others })
  const made = calls.map(({ tool, ...options }) => {
    const said = optionsOf(options)
    return said === '' ? literal(tool) : `tool.call(${literal(tool)}, ${said})`
  })
  const more = [
    text === '' ? '' : `.saying(${literal(text)})`,
    session === undefined ? '' : `.in(${literal(session)})`,
    to === undefined ? '' : `.answering(${literal(to)})`,
    fault === undefined ? '' : `.breaks(${literal(fault)})`,
  ]
  return `model.calls(${made.join(', ')})${more.join('')}`
}

function call(kind: string, ...args: readonly string[]): string {
  return `${kind}(${args.filter((arg) => arg !== '').join(', ')})`
}

function clientOf(client: string): string {
  return client === 'main' ? '' : literal(client)
}

/** What every builder takes for granted. */
const granted: Readonly<Record<string, unknown>> = {
  session: 'main',
  client: 'main',
  when: 'now',
  until: 'acknowledged',
  by: 'fin',
  device: 'same',
}

function optionsOf(fields: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && value !== granted[name] && !(name === 'until' && value === 'done'),
  )
  return said.length === 0 ? '' : literal(Object.fromEntries(said))
}

/** A value as source, with single quotes. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return `{ ${fields.map(([name, inner]) => `${name}: ${literal(inner)}`).join(', ')} }`
}
