import type { RunRecord } from '../facts/run-record.ts'
import { recordFormat } from '../record/record.ts'
import type { Setup } from './stage.ts'

type About = Pick<Setup, 'scenario' | 'name' | 'driver' | 'installed' | 'api' | 'seed'>

/** Notes what a run is of, and which views of its gateway nobody has: what rests on those is not judged. */
export function noteStart(about: About, run: string, record: RunRecord): void {
  const { scenario, name, driver, installed, api, seed } = about
  const views = ['store', 'history'] as const
  const unseen = views.flatMap((view) => {
    const why = driver.lacks(view, installed, api)
    return why === undefined ? [] : [[view, why]]
  })
  record.append({
    kind: 'run-started',
    format: recordFormat,
    bootMs: record.limits.boot,
    run,
    ...(name !== undefined && { name }),
    scenario,
    gateway: { name: installed.name, version: installed.version },
    api,
    seed,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    ...(unseen.length > 0 && { unseen: Object.fromEntries(unseen) }),
  })
}
