import type { PageData } from '../html.ts'
import type { RunData } from '../run-data.ts'

/** A scenario of a report by their places in the lists. */
export type Where = { readonly report: number; readonly scenario: number }

/** The data that the page has from its start. */
export function readPageData(): PageData {
  return JSON.parse(document.getElementById('reports')?.textContent ?? '') as PageData
}

/** A run's data, unpacked; nothing when its folder was gone when the page was made. */
export async function readRunData({ report, scenario }: Where): Promise<RunData | undefined> {
  const packed = document.getElementById(`run-${report}-${scenario}`)?.textContent
  if (!packed) return undefined
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0))
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return (await new Response(unpacked).json()) as RunData
}

/** The address of a scenario inside the page. */
export function addressOf({ report, scenario }: Where): string {
  return `#/${report}/${scenario}`
}

/** What an address inside the page stands for; nothing for the overview. */
export function whereIs(address: string): Where | undefined {
  const [, report, scenario] = /^#\/(\d+)\/(\d+)$/.exec(address) ?? []
  return scenario === undefined ? undefined : { report: Number(report), scenario: Number(scenario) }
}

/** A time of day or a span as people say it. */
export function spanWords(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** An instant of a run. */
export function instant(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}
