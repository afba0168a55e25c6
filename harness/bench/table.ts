import type { Figures } from './figures.ts'

/** An injection at its instant, and beside it a script that sleeps `delay.ms` after the message and then does the same. */
export type Row = {
  readonly instant: string
  readonly fault: string
  readonly ours: Figures
  readonly delay: {
    readonly ms: number
    /** how long the window was open, in the median, when nothing was injected */
    readonly windowMs: number
    readonly figures: Figures
  }
}

/** The rows as Markdown. */
export function tableOf(rows: readonly Row[]): string {
  return [
    '| instant | fault | times | effect after, median | p99 | inside the window | script sleeps | off by, median | p99 | inside the window | window is open |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(lineOf),
  ].join('\n')
}

function lineOf({ instant, fault, ours, delay }: Row): string {
  const { figures } = delay
  const cells = [
    instant,
    `\`${fault}\``,
    ours.shots,
    inMs(ours.medianMs),
    inMs(ours.p99Ms),
    hitsOf(ours),
    inMs(delay.ms),
    inMs(figures.medianMs),
    inMs(figures.p99Ms),
    hitsOf(figures),
    inMs(delay.windowMs),
  ]
  return `| ${cells.join(' | ')} |`
}

function hitsOf({ shots, early, hits, late }: Figures): string {
  const missed = early + late === 0 ? '' : ` (${early} early, ${late} late)`
  return `${hits} of ${shots}${missed}`
}

/** Two figures are what such a measurement has. */
function inMs(ms: number): string {
  return `${ms < 9.95 ? ms.toFixed(1) : Math.round(ms)} ms`
}
