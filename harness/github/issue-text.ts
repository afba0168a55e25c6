import { readFileSync } from 'node:fs'
import { printable } from '../quote.ts'
import { fence } from '../report/fence.ts'
import type { ScenarioResult } from '../result.ts'
import { parseRepro } from '../scenario/repro.ts'
import type { Told } from './findings.ts'

/** GitHub takes titles of 256 characters, and bodies of 65,536. */
const maxTitle = 250
const maxRepro = 40_000
/** Of a finding's evidence so much is shown. */
const maxLines = 30
const maxLine = 500

/** What a comment in an issue's body says of it, for the next run to read: which finding it is, and on which versions. */
export type Mark = { readonly fingerprint: string; readonly versions: readonly string[] }

/** The mark that an issue begins with, if it is one of ours. */
export function markOf(body: string): Mark | undefined {
  const [, fingerprint, versions] = /^<!-- gatecrash ([0-9a-f]{12}): ([\w.+, -]+) -->/.exec(body) ?? []
  return fingerprint === undefined || versions === undefined
    ? undefined
    : { fingerprint, versions: versions.split(', ') }
}

/** The title of an issue about a finding. */
export function titleOf({ line, claim, on }: Told): string {
  const scenario = oneLine(on[0]?.result.title ?? '')
  return `${line}: ${claim} fails in "${scenario}"`.slice(0, maxTitle).toWellFormed()
}

/** The body of an issue about a finding: the evidence of the newest version, and how to see it again. */
export function bodyOf(
  { fingerprint, line, scenario, claim, on }: Told,
  versions: readonly string[],
  run: string,
): string {
  const result = on.findLast(({ standing }) => standing === 'new')?.result
  const found = result?.claims.find((one) => one.claim === claim)?.findings ?? []
  return [
    `<!-- gatecrash ${fingerprint}: ${versions.join(', ')} -->`,
    `\`${claim}\` fails on ${line} ${versions.join(', ')}, and that is not listed.`,
    fence(
      'text',
      [scenario, ...found.flatMap(({ says, excerpt }) => [says, ...excerpt.slice(0, 3)])]
        .slice(0, maxLines)
        .map(oneLine),
    ),
    ...(result === undefined ? [] : ['Repeat it:', fence('sh', [result.repeat]), ...reproIn(result)]),
    `Seen in ${run}, whose artifacts have the run. When it is understood, list it (docs/matrix.md, "Expectations"). This issue is ` +
      'closed when the finding is listed or gone, and opened again when it comes back; close it as "not planned" to hear no more of it.',
  ].join('\n\n')
}

/** Nothing is published but what a repro can hold: it is written anew from what was read. */
function reproIn({ repro }: ScenarioResult): string[] {
  const text = repro === undefined ? undefined : readRepro(repro)
  if (text === undefined || text.length > maxRepro) return []
  return [`<details><summary>repro.json</summary>\n\n${fence('json', [text])}\n\n</details>`]
}

/** Nothing for what is no repro. */
function readRepro(file: string): string | undefined {
  try {
    return JSON.stringify(parseRepro(JSON.parse(readFileSync(file, 'utf8')), file), null, 2)
  } catch {
    return undefined
  }
}

function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).slice(0, maxLine).toWellFormed()
}
