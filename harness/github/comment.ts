import { describeReproduction } from '../commands/reproduction.ts'
import { printable } from '../quote.ts'
import { fence } from '../report/fence.ts'
import type { Report } from '../report/json.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { Repro } from '../scenario/repro.ts'

/** GitHub takes comments of 65,536 characters. */
const maxLength = 60_000
/** What a command says last is why it ended. */
const maxLines = 20

/** What came of running the file of an issue. */
export type Came = {
  /** nothing when nothing ran */
  readonly reports: readonly Report[]
  /** nothing when the file is no repro, but a scenario */
  readonly repro: Repro | undefined
  /** all that the command printed */
  readonly output: string
  /** the address of the run on GitHub */
  readonly run: string
}

/** The comment that tells of it. None of it is trusted: the file is a stranger's, and so are the words of what ran. */
export function commentOf({ reports, repro, output, run }: Came): string {
  const results = reports.flatMap(({ scenarios }) => scenarios)
  const last = printable(output).trimEnd().split('\n').slice(-maxLines)
  if (results.length === 0) return `It could not be run ([log](${run})):\n\n${fence('text', last)}\n`
  const said =
    repro === undefined
      ? results.map(({ gateway, verdict }) => `${gateway}: ${verdict}`)
      : describeReproduction(repro, results)
  const head = `${fence('text', said)}\n\n`
  const summary = renderMarkdown(reports, 'reports/latest/index.html', `${run}#artifacts`)
  return head.length + summary.length > maxLength ? `${head}More in [the run](${run}).\n` : head + summary
}
