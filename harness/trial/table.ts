import { type BugScore, type ScenarioScore, shareCaught, type TrialScore, type VariantScore } from './score.ts'

const begin = '<!-- the table of npm run trial -->'
const end = '<!-- end of the table -->'

/** A trial's score as Markdown, with what is wrong first. */
export function tableOf(score: TrialScore): string {
  const { bugs, variants, scenarios } = score
  return [
    ...summaryOf(score),
    ...wrongIn(score).map((line) => `- ${line}`),
    ...rowsOf(bugHead, bugs.map(bugRow)),
    ...rowsOf(variantHead, variants.map(variantRow)),
    ...rowsOf(scenarioHead, scenarios.map(scenarioRow)),
  ].join('\n')
}

const bugHead = [
  'the gateway …',
  'claim meant',
  'scenario',
  'caught',
  'also by',
  'caught where it acted',
  'not caught on',
]
const variantHead = ['the gateway lawfully …', 'its liberties', 'runs', 'it acted in', 'accused', 'inconclusive']
const scenarioHead = ['scenario on the correct gateway', 'runs', 'false alarms', 'inconclusive']

function rowsOf(head: readonly string[], rows: readonly string[]): string[] {
  if (rows.length === 0) return []
  return ['', `| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows]
}

/** A document with the table in the place that is marked for it. */
export function withTable(document: string, table: string): string {
  const [before = '', rest = ''] = document.split(begin)
  const [, after = ''] = rest.split(end)
  return `${before}${begin}\n\n${table}\n\n${end}${after}`
}

function summaryOf({ bugs, variants, scenarios }: TrialScore): string[] {
  const sum = <T>(all: readonly T[], count: (one: T) => number) => all.reduce((total, one) => total + count(one), 0)
  const caught = bugs.filter((bug) => bug.caught).length
  const alarms = sum(scenarios, ({ falseAlarms }) => falseAlarms.length)
  const doubts = sum(scenarios, ({ inconclusive }) => inconclusive.length)
  const accused = variants.filter((variant) => variant.accused.length > 0).length
  const parts = [
    bugs.length > 0 &&
      `${caught} of ${bugs.length} planted bugs caught by the claim meant for them, and ${percent(shareCaught(bugs))} of the ${sum(bugs, ({ acted }) => acted)} runs in which one acted`,
    variants.length > 0 &&
      `${accused} of ${variants.length} lawful variants accused in ${sum(variants, ({ runs }) => runs)} runs`,
    scenarios.length > 0 &&
      `${alarms} false alarms and ${doubts} inconclusive in ${sum(scenarios, ({ runs }) => runs)} runs of ${scenarios.length} scenarios on the correct gateway`,
  ]
  return [`**${parts.filter((part) => part !== false).join('; ')}.**`]
}

/** Each false alarm and doubt, and each variant that never acted, in words. */
function wrongIn({ variants, scenarios }: TrialScore): string[] {
  return [
    ...scenarios.flatMap(({ scenario, falseAlarms }) => falseAlarms.map((says) => `${scenario}: ${says}`)),
    ...scenarios.flatMap(({ scenario, inconclusive }) => inconclusive.map((says) => `${scenario}: ${says}`)),
    ...variants.flatMap(({ name, accused }) => accused.map((says) => `${code(name)} on ${says}`)),
    ...variants.flatMap(({ name, acted }) => (acted === 0 ? [`${code(name)} never acted`] : [])),
  ]
}

function bugRow({ name, does, claim, scenario, caught, by, acted, missedOn }: BugScore): string {
  const others = by
    .filter((other) => other !== claim)
    .map(code)
    .join(', ')
  const where = `${acted - missedOn.length} of ${acted}`
  return `| ${does} (${code(name)}) | ${code(claim)} | ${scenario} | ${caught ? 'yes' : '**no**'} | ${others} | ${where} | ${missedOn.join(', ')} |`
}

function variantRow({ name, does, liberties, runs, acted, accused, doubted }: VariantScore): string {
  const taken = liberties.map(code).join(', ')
  return `| ${does} (${code(name)}) | ${taken} | ${runs} | ${acted} | ${accused.length} | ${doubted.length} |`
}

function scenarioRow({ scenario, runs, falseAlarms, inconclusive }: ScenarioScore): string {
  return `| ${scenario} | ${runs} | ${falseAlarms.length} | ${inconclusive.length} |`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function code(word: string): string {
  return `\`${word}\``
}
