import { type Answer, agentsOf } from './agents.ts'
import type { Report } from './json.ts'
import { code, text } from './markdown-words.ts'
import { explainCells, matrixOf, shortName, tableOf } from './matrix.ts'

/** The page of several agents as Markdown: first what a person wants to know, then each scenario on each agent. */
export function renderAgents(reports: readonly Report[]): string {
  const { questions, agents } = agentsOf(reports)
  const matrix = matrixOf(reports)
  return `${[
    '# Which agent keeps your work?',
    '',
    'Each agent ran for real, beside a mock provider that is as strict as the real APIs. The model calls tools, something goes wrong, and then a',
    'person goes on with the session. **✓ 4**: no work was lost in any of 4 scenarios. **3 of 4**: in one of them it was. The cell says what went',
    'wrong and, in brackets, in how many scenarios. *sometimes*: it depends on the instant. Empty: not run, or not possible; the second table says which.',
    '',
    `| | ${questions.map(({ when }) => when).join(' | ')} |`,
    `| --- |${' --- |'.repeat(questions.length)}`,
    ...agents.map(
      ({ answers }, column) => `| **${text(matrix.gateways[column] ?? '')}** | ${answers.map(cellOf).join(' | ')} |`,
    ),
    '',
    'The scenarios behind each column:',
    '',
    ...questions.map(
      ({ when, scenarios }) => `- **${when}**: ${scenarios.map((name) => code(shortName(name))).join(', ')}`,
    ),
    '',
    '## Each scenario',
    '',
    '✓ all claims hold · ✗ a finding that is listed · **✗** one that is not · ! a listed finding is gone · ? inconclusive · - skipped: the agent lacks something',
    'that the scenario needs · empty: not run. To run a cell again: `npm run chaos -- <scenario> --gateway <agent>`.',
    '',
    ...tableOf(matrix),
    '',
    ...explainCells(matrix),
  ]
    .join('\n')
    .trimEnd()}\n`
}

function cellOf({ ran, kept, troubles }: Answer): string {
  if (ran === 0) return ' '
  const head = kept === ran ? `✓ ${ran}` : `${kept} of ${ran}`
  const words = troubles.map(
    ({ says, scenarios, sometimes }) => `${says} (${scenarios.length}${sometimes ? ', *sometimes*' : ''})`,
  )
  return words.length === 0 ? head : `${head}: ${words.join('; ')}`
}
