import type { Expectation } from '../expectations/expectations.ts'
import { oracles } from '../oracles/index.ts'
import type { Finding } from '../oracles/judgement.ts'
import { ownCommand } from '../package.ts'
import type { Entry } from '../record/entry.ts'
import type { ScenarioResult, SkippedScenario } from '../result.ts'
import { styled } from '../terminal.ts'
import { short } from '../transcript/blocks.ts'
import { alike } from './page/alike.ts'
import { signs, words } from './page/words.ts'
import { doubtsOf, listedAs, type Standing, standingOf } from './standing.ts'
import { type StoryLine, storyOf } from './story.ts'
import { causesOf, kindOf } from './summary.ts'

const colours = { pass: 'green', fail: 'red', known: 'yellow', gone: 'red', inconclusive: 'yellow' } as const

/**
 * A result in lines. What is new is told whole: each finding with what was expected and what was seen, its story where the record is given,
 * where the run lies, the command that repeats it, and the file to share. What passed or is known is one line, and so is a finding of a kind
 * that was told before, see `kindsIn`.
 */
export function describeResult(
  result: ScenarioResult,
  record: readonly Entry[] = [],
  told: ReadonlySet<string> = new Set(),
): string[] {
  const { verdict, title, ms, claims, missed, folder, repeat, repro, expected, warm } = result
  const standing = standingOf(result)
  const how = warm ? 'side by side' : `${(ms / 1000).toFixed(1)} s`
  const headline = `${paint(standing, `${signs[standing]} ${words[standing].padEnd(12)}`)} ${title} ${dim(how)}`
  if (standing === 'pass') return [headline]
  if (standing === 'known') return [`${headline} ${dim(describeAllKnown(expected?.known ?? []))}`]
  return [
    headline,
    ...claims.flatMap(({ claim, findings }) => {
      const known = listedAs(result, claim)
      if (known !== undefined) return [`    ${paint('known', claim)} (${describeKnown(known)})`]
      return alike(findings, ({ says }) => says).flatMap((some) => describeAlike(claim, some, record, told))
    }),
    ...(expected?.gone ?? []).map((listed) => `    ${paint('gone', listed.claim)}: ${describeGone(listed)}`),
    ...doubtsOf(verdict === 'fail' ? { missed, claims: [] } : result).map((doubt) => `    ${doubt}`),
    dim(`    run     ${folder}`),
    dim(`    repeat  ${repeat}`),
    ...(repro === undefined ? [] : [dim(`    share   ${repro}`)]),
  ]
}

/** The kinds of the findings of a result: the same claim and the same words, whatever tool or request they are about. */
export function kindsIn({ claims }: ScenarioResult): string[] {
  return claims.flatMap(({ claim, findings }) => findings.map((finding) => kindOf(claim, finding.says)))
}

/** Listed findings in a few words: the claims of each bug, its issue, and where it is described. */
function describeAllKnown(known: readonly Expectation[]): string {
  const bugs = Map.groupBy(known, describeKnown)
  return [...bugs].map(([about, some]) => `${some.map(({ claim }) => claim).join(', ')} (${about})`).join('; ')
}

/** A scenario that was not run, with the reason. */
export function describeSkipped({ title, why }: SkippedScenario): string[] {
  return [dim(`- skipped      ${title}: ${why}`)]
}

/** What a person needs to know of a finding that is listed and did not show. */
export function describeGone(listed: Expectation): string {
  return `${describeKnown(listed)}: ${describeHeld(listed)}`
}

/** The same without what is known of it. */
export function describeHeld({ versions }: Expectation): string {
  return `expected to fail on ${versions}, but it passed; if it has been fixed, run again with --update-expectations`
}

/** What a list of expectations says of a finding, in a few words. */
export function describeKnown({ issue, note }: Pick<Expectation, 'issue' | 'note'>): string {
  return ['known', ...(issue === null ? [] : [issue]), ...(note === undefined ? [] : [note])].join(', ')
}

/** Findings that differ only in the tool: the first whole, and a line for each of the others. */
function describeAlike(
  claim: string,
  [first, ...others]: readonly Finding[],
  record: readonly Entry[],
  told: ReadonlySet<string>,
): string[] {
  if (first === undefined) return []
  if (told.has(kindOf(claim, first.says))) return [`    ${paint('fail', claim)}: ${first.says} ${dim('(told above)')}`]
  return [...describeFinding(claim, first, record), ...others.map(({ says }) => dim(`        also: ${says}`))]
}

/** What is wrong, what should have been, what was instead, the words that show it, and how it came to that. */
function describeFinding(claim: string, finding: Finding, record: readonly Entry[]): string[] {
  const { says, expected, actual, entries, excerpt } = finding
  const story = record.length === 0 || entries.length === 0 ? [] : storyOf(record, finding)
  return [
    `    ${paint('fail', claim)}: ${says}`,
    `        expected  ${short(expected)}`,
    `        actual    ${short(actual)}`,
    ...excerpt.map((line) => `        ${line}`),
    ...story.map(describeStoryLine),
    // entries count from 0, lines and the report page from 1
    dim(
      `        see ${entries.length === 1 ? 'line' : 'lines'} ${entries.map((n) => n + 1).join(', ')} of its record.jsonl`,
    ),
    dim(`        why it matters, how to mend it: ${ownCommand} explain ${claim}`),
  ]
}

function describeStoryLine({ at, text, tone }: StoryLine): string {
  const line = `        ${(at / 1000).toFixed(1).padStart(6)} s  ${text}`
  return tone === 'bad' ? paint('fail', line) : tone === 'fault' ? paint('inconclusive', line) : line
}

/** The causes of findings, each with its claim in a sentence and the scenarios that show it; nothing when nothing failed. */
export function describeCauses(results: readonly ScenarioResult[]): string[] {
  const causes = causesOf(results)
  if (causes.length === 0) return []
  return [
    'What fails',
    ...causes.flatMap(({ claim, sentence, standing, says, about, scenarios }) => [
      `  ${paint(standing, standing === 'known' ? 'known' : 'NEW  ')} ${claim}: ${sentence}`,
      `        "${short(says)}"; ${inScenarios(scenarios)}`,
      ...(standing === 'known' ? [`        ${about}`] : []),
    ]),
  ]
}

function inScenarios(scenarios: readonly string[]): string {
  const [first = ''] = scenarios
  return scenarios.length === 1 ? `in ${first}` : `in ${scenarios.length} scenarios, such as ${first}`
}

/** How stored runs are judged when they are judged again. */
export function rejudgedWords(results: readonly Pick<ScenarioResult, 'expected'>[]): string {
  const isCompared = results.every(({ expected }) => expected !== undefined)
  const how = isCompared
    ? ''
    : '; known findings are not marked: there is no list, or the record does not name its scenario'
  return `judged again with the ${oracles.length} claims of this version${how}`
}

/** The verdict on a gateway in a sentence: whether anything is new, how many scenarios passed, and what became of the others. */
export function countVerdicts(results: readonly ScenarioResult[], skipped: number): string {
  const count = (standing: Standing) => results.filter((result) => standingOf(result) === standing).length
  const left = skipped > 0 ? `; ${skipped} skipped` : ''
  if (results.length === 0) return `no scenario ran${left}`
  const [news, gone, unsure, known] = [count('fail'), count('gone'), count('inconclusive'), count('known')]
  const ways = causesOf(results).filter(({ standing }) => standing === 'known').length
  const parts = [
    ...(news > 0 ? [paint('fail', `${news} with new findings`)] : []),
    ...(gone > 0 ? [paint('gone', `${gone} no longer ${gone === 1 ? 'fails' : 'fail'} as listed`)] : []),
    ...(unsure > 0 ? [paint('inconclusive', `${unsure} inconclusive`)] : []),
    ...(known > 0
      ? [paint('known', `${known} ${known === 1 ? 'fails' : 'fail'} in ${ways} known ${ways === 1 ? 'way' : 'ways'}`)]
      : []),
  ]
  const head = news + gone + unsure > 0 ? '' : known > 0 ? `${paint('pass', 'nothing new')}: ` : ''
  const passed = paint('pass', `${count('pass')} of ${results.length} passed`)
  return `${head}${[passed, ...parts].join(', ')}${left}`
}

/** Text in the colour of a verdict. */
export function paint(standing: Standing, text: string): string {
  return styled(colours[standing], text)
}

/** Text that matters less. */
export function dim(text: string): string {
  return styled('dim', text)
}
