import type { BugScore, ScenarioScore, TrialScore } from './trial.ts'

const begin = '<!-- the table of npm run trial -->'
const end = '<!-- end of the table -->'

/** A trial's score as Markdown, with what is wrong first. */
export function tableOf({ bugs, scenarios }: TrialScore): string {
  const caught = bugs.filter((bug) => bug.caught).length
  const runs = scenarios.reduce((sum, scenario) => sum + scenario.runs, 0)
  const alarms = scenarios.flatMap(({ scenario, falseAlarms }) => falseAlarms.map((says) => `- ${scenario}: ${says}`))
  const doubts = scenarios.flatMap(({ scenario, inconclusive }) => inconclusive.map((says) => `- ${scenario}: ${says}`))
  return [
    `**${caught} of ${bugs.length} planted bugs caught by the claim meant for them; ${alarms.length} false alarms and ${doubts.length} inconclusive in ${runs} runs of ${scenarios.length} scenarios on the correct gateway.**`,
    ...alarms,
    ...doubts,
    '',
    '| the gateway … | claim meant | scenario | caught | also by |',
    '| --- | --- | --- | --- | --- |',
    ...bugs.map(rowOf),
    '',
    '| scenario on the correct gateway | runs | false alarms | inconclusive |',
    '| --- | --- | --- | --- |',
    ...scenarios.map(scenarioRow),
  ].join('\n')
}

/** A document with the table in the place that is marked for it. */
export function withTable(document: string, table: string): string {
  const [before = '', rest = ''] = document.split(begin)
  const [, after = ''] = rest.split(end)
  return `${before}${begin}\n\n${table}\n\n${end}${after}`
}

function rowOf({ name, does, claim, scenario, caught, by }: BugScore): string {
  const others = by
    .filter((other) => other !== claim)
    .map(code)
    .join(', ')
  return `| ${does} (${code(name)}) | ${code(claim)} | ${scenario} | ${caught ? 'yes' : '**no**'} | ${others} |`
}

function scenarioRow({ scenario, runs, falseAlarms, inconclusive }: ScenarioScore): string {
  return `| ${scenario} | ${runs} | ${falseAlarms.length} | ${inconclusive.length} |`
}

function code(word: string): string {
  return `\`${word}\``
}
