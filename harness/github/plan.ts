import { compareVersions } from '../expectations/versions.ts'
import type { Told } from './findings.ts'
import { bodyOf, type Mark, markOf, titleOf } from './issue-text.ts'

/** An issue as `gh issue list --json number,body,state,stateReason` tells of it. */
export type Issue = {
  readonly number: number
  readonly body: string
  readonly state: 'OPEN' | 'CLOSED'
  readonly stateReason?: string | null | undefined
}

/** The label of the issues that are ours. */
export const label = 'finding'

/** One night opens no more issues; what is left comes the next one. A harness that has gone wrong would open hundreds. */
const maxOpened = 10

/** A call of `gh`: its words, and what it reads from its standard input. */
export type Call = { readonly words: readonly string[]; readonly input: string }

/** What is to be done: calls of `gh`, and how many findings have to wait for their issue. */
export type Plan = { readonly calls: readonly Call[]; readonly waiting: number }

/** What is to be done with the issues, so that there is one open for each finding that is not listed; `run` is the address of the run. */
export function planIssues(told: readonly Told[], issues: readonly Issue[], run: string): Plan {
  const marked = issues.flatMap((issue) => {
    const mark = markOf(issue.body)
    return mark === undefined ? [] : [{ ...issue, mark }]
  })
  const plans = told.map((one) => planOf(one, choose(marked, one.fingerprint), run))
  const isOpening = ([first]: readonly Call[]) => first?.words[1] === 'create'
  const opening = plans.filter(isOpening)
  const others = plans.filter((calls) => !isOpening(calls))
  return {
    calls: [...others, ...opening.slice(0, maxOpened)].flat(),
    waiting: Math.max(0, opening.length - maxOpened),
  }
}

type Marked = Issue & { readonly mark: Mark }

/** The open one, or else the newest. */
function choose(issues: readonly Marked[], fingerprint: string): Marked | undefined {
  const same = issues.filter(({ mark }) => mark.fingerprint === fingerprint).sort((a, b) => b.number - a.number)
  return same.find(({ state }) => state === 'OPEN') ?? same[0]
}

function planOf(told: Told, issue: Marked | undefined, run: string): Call[] {
  const versions = versionsOf(told, issue?.state === 'OPEN' ? issue.mark.versions : [])
  const body = () => bodyOf(told, versions, run)
  if (issue === undefined)
    return versions.length === 0 ? [] : [withBody(body(), 'create', '--title', titleOf(told), '--label', label)]
  const number = String(issue.number)
  if (issue.state === 'CLOSED') {
    if (versions.length === 0 || issue.stateReason === 'NOT_PLANNED') return []
    const comment = `It is back on ${versions.join(', ')}: ${run}`
    return [withBody(body(), 'edit', number), call('reopen', number, '--comment', comment)]
  }
  if (versions.length === 0)
    return [call('close', number, '--reason', 'completed', '--comment', `${whyGone(told)}: ${run}`)]
  if (versions.join() === issue.mark.versions.join()) return []
  const comment = `It is on ${versions.join(', ')} now, and was on ${issue.mark.versions.join(', ')}: ${run}`
  return [withBody(body(), 'edit', number), withBody(comment, 'comment', number)]
}

function call(...words: string[]): Call {
  return { words: ['issue', ...words], input: '' }
}

function withBody(body: string, ...words: string[]): Call {
  return { words: ['issue', ...words, '--body-file', '-'], input: body }
}

/** Where a finding is, after what was told now: an older version that has not run any more, and is mended in a newer one, is let go. */
function versionsOf({ on }: Told, before: readonly string[]): string[] {
  const now = on.filter(({ standing }) => standing === 'new').map(({ version }) => version)
  const stays = before.filter(
    (version) =>
      !on.some((told) => told.version === version) &&
      !on.some((told) => told.standing !== 'new' && compareVersions(told.version, version) > 0),
  )
  return [...new Set([...stays, ...now])].sort(compareVersions)
}

function whyGone({ on }: Told): string {
  return on.some(({ standing }) => standing === 'known') ? 'It is listed as known now' : 'It is gone'
}
