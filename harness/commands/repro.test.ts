import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'
import type { Report } from '../report/json.ts'

const cli = resolve('harness/cli.ts')
const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** In a folder where nothing is, so that what a repro needs must be in it. */
function chaos(words: readonly string[], input?: string) {
  const options = {
    reject: false,
    all: true,
    cwd: folder,
    env: { NO_COLOR: '1' },
    ...(input ? { input } : {}),
  } as const
  return execa(process.execPath, [cli, ...words], options)
}

const scenario = {
  title: 'a stop with $(touch pwned)',
  issue: '`touch pwned`; touch pwned',
  steps: [
    { do: 'user.says', text: '$(touch pwned); `touch pwned` | touch pwned', session: 'constructor' },
    {
      do: 'model.calls',
      calls: [{ tool: 'constructor' }, { tool: 'b' }],
      text: '\'; touch pwned; "; touch pwned',
    },
    { do: 'tool.finishes', tool: 'constructor' },
    { do: 'tool.holds', tool: 'b' },
    { do: 'user.stops', session: 'constructor' },
    { do: 'user.says', text: 'still there?', session: 'constructor', client: 'constructor' },
    { do: 'model.says', text: '&& touch pwned' },
  ],
}

test('a finding’s file, taken elsewhere, shows the same finding; on a version without it, none', async () => {
  const found = await chaos(['-', '--gateway', 'reference@stop-hides-results', '--seed', '7'], JSON.stringify(scenario))
  expect(found.exitCode).toBe(1)
  const file = /share +(\S+repro\.json)/.exec(found.all)?.[1] ?? ''
  const text = readFileSync(join(folder, file), 'utf8')
  expect(JSON.parse(text)).toMatchObject({ gateway: 'reference@stop-hides-results', seed: 7, verdict: 'fail' })
  rmSync(join(folder, 'reports'), { recursive: true })
  writeFileSync(join(folder, 'repro (1).json'), text)

  const again = await chaos(['repro (1).json', '--times', '2'])
  expect(again.all).toContain('reference@stop-hides-results through anthropic-messages, 1 scenario, seed 7')
  expect(again.all).toContain('reproduced 2 of 2\n  found on reference@stop-hides-results: results-kept')
  expect(again.exitCode).toBe(1)

  const mended = await chaos(['-', '--gateway', 'reference'], text)
  expect(mended.all).toContain('not reproduced 1 of 1')
  expect(mended.exitCode).toBe(0)
  const report: Report = JSON.parse(readFileSync(join(folder, 'reports/latest/report.json'), 'utf8'))
  expect(report.seed).toBe(7)
  expect(readdirSync(folder)).not.toContain('pwned')
})

test('what is not JSON is refused, and does nothing to the terminal', async () => {
  const { all, exitCode } = await chaos(['-'], '{"\u001b[2J\u202e')
  expect(all).toMatch(/reports\/inputs\/[0-9a-f]{12}\.json is not JSON/)
  expect([...all].filter((character) => '\u001b\u202e'.includes(character))).toEqual([])
  expect(exitCode).toBe(254)
})
