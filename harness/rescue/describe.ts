import { styled } from '../terminal.ts'
import { short } from '../transcript/blocks.ts'
import type { Change } from './edits.ts'
import type { Scanned } from './scan.ts'

const signs = {
  sound: styled('green', '✓ sound     '),
  masked: styled('yellow', '~ masked    '),
  broken: styled('red', '✗ broken    '),
  unreadable: styled('red', '✗ unreadable'),
  'not looked at': styled('yellow', '? not seen  '),
} as const

const rules = {
  'call-without-result': 'calls without a result',
  'result-without-call': 'results without their call',
  'result-repeated': 'calls with two results',
  'call-repeated': 'calls with the same id',
} as const

/** What a scan found of one session: one line, and for one that is not sound what is wrong and what to do. */
export function describeScanned(scanned: Scanned, repairCommand: (file: string, name: string) => string): string[] {
  const headline = `${signs[scanned.state]} ${'agent' in scanned ? `${scanned.agent} ${scanned.name}` : scanned.file}`
  if (!('agent' in scanned)) return [headline, `    ${scanned.why}`]
  const { state, file, name, breaks, refusals, unread, since, advice, inUse } = scanned
  const inUseLine = inUse === undefined ? [] : [`    in use: ${inUse}; the turn that is under way was left out`]
  if (state === 'sound') return [headline, ...inUseLine]
  const when = since?.time === undefined ? '' : ` (${since.time})`
  return [
    headline,
    `    in      ${file}`,
    ...inUseLine,
    ...(since === undefined ? [] : [`    since   ${since.at}${when}`]),
    ...breaks
      .slice(0, 5)
      .map(({ rule, ids, at }) => `    pairs   ${at}: ${rules[rule]}: ${short(ids.join(', '), 120)}`),
    ...(breaks.length > 5 ? [`    pairs   and ${breaks.length - 5} more`] : []),
    ...unread.slice(0, 5).map(({ at, why }) => `    reads   ${at}: ${why}`),
    ...(unread.length > 5 ? [`    reads   and ${unread.length - 5} more`] : []),
    ...refusals.map(({ api, says }) => `    says    ${api}: ${short(says, 300)}`),
    ...(state === 'masked' ? ['    the agent mends this each time it sends it, and makes up what is missing'] : []),
    ...(advice === undefined ? [] : [`    ${styled('bold', advice.do)}  ${short(advice.why, 600)}`]),
    ...(advice?.do === 'repair' ? [`    run     ${repairCommand(file, name)}`] : []),
  ]
}

/** How many sessions are how. */
export function describeCount(all: readonly Scanned[]): string {
  const counts = Map.groupBy(all, ({ state }) => state)
  const told = [...counts].map(([state, some]) => `${some.length} ${state}`)
  return `${all.length} session${all.length === 1 ? '' : 's'}: ${told.join(', ')}`
}

const marks = { adds: '+', moves: '>', removes: '-', changes: '~' } as const

/** The changes of a repair, as a diff of the conversation with the reasons. */
export function describeChanges(changes: readonly Change[]): string[] {
  return changes.flatMap(({ does, at, what, why, lost }) => [
    `  ${styled(does === 'removes' ? 'red' : does === 'adds' ? 'green' : 'yellow', marks[does])} ${at}: ${short(what, 300)}`,
    `      ${why}${lost === undefined ? '' : `; lost before, and not to be had back: ${short(lost, 200)}`}`,
  ])
}
