import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { toldBy } from '../github/findings.ts'
import { planIssues } from '../github/plan.ts'
import { lostResult, reportOf, resultOf, writeRun } from '../report/example.ts'
import { readReports } from '../report/json.ts'
import { pageTemplate } from '../report/template.ts'
import { type Came, canary, evilWords, hostileStage } from './hostile-stage.ts'
import { merge } from './merge.ts'
import { report } from './report.ts'

// built once for each state of its sources, which takes longer than a test may on a busy machine
beforeAll(pageTemplate, 60_000)

const stage = hostileStage()
const counts = { refused: 0, harmless: 0 }
const good = resultOf(lostResult(), { folder: 'reports/runs/a-stop', gateway: 'openclaw@2026.9.6' })
const told = reportOf([good])
const file = () => join(stage.theirs, 'report.json')
const put = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Does all that is done with a report.json. */
async function tried(): Promise<Came> {
  const rendered = await stage.came(() => report.run([file()]))
  const merged = await stage.came(() => merge.run([file()]))
  const planned = await stage.came(async () => {
    const { calls } = planIssues(toldBy(await readReports(file())), [], 'https://github.com/o/r/actions/runs/1')
    expect(JSON.stringify(calls)).not.toContain(canary)
    expect(calls.flatMap(({ words }) => words).join(' ')).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u)
  })
  expect([merged, planned]).toEqual([rendered, rendered])
  counts[rendered]++
  return rendered
}

const folders: readonly (readonly [folder: string, came: Came])[] = [
  ...[
    '..',
    '.',
    '',
    '/',
    'runs/..',
    'reports/runs/.',
    'a/../..',
    'x\0',
    'a\nb',
    'a b',
    '.hidden',
    '\u001b[2J',
    '$(touch pwned)',
  ].map((folder) => [folder, 'refused'] as const),
  ...['x'.repeat(300), "a'; touch pwned; '"].map((folder) => [folder, 'refused'] as const),
  ...[
    '/proc/self',
    '../../elsewhere',
    '/etc',
    'reports/runs/../../../elsewhere',
    'C:\\x\\runs',
    'file:///etc',
    '~/x',
    '--help',
    '-t',
    '__proto__',
    'constructor',
  ].map((folder) => [folder, folder.includes('\\') ? 'refused' : 'harmless'] as const),
]

test.each(folders)('a folder of %j brings nothing from elsewhere', async (folder, came) => {
  put(file(), JSON.stringify({ ...told, scenarios: [{ ...good, folder }] }))
  expect(await tried()).toBe(came)
})

test.each([
  '/proc/self/environ',
  '../elsewhere/secret.txt',
  '../elsewhere/repro.json',
  'repro.json',
  '',
  'https://evil.example/x',
  '\0',
  '/dev/stdin',
])('a repro of %j is not read', async (repro) => {
  put(file(), JSON.stringify({ ...told, scenarios: [{ ...good, repro }] }))
  expect(await tried()).toBe('harmless')
})

const [failed] = good.claims.filter(({ verdict }) => verdict === 'fail')
const listed = { scenario: good.name, claim: failed?.claim, versions: '1.0.0', issue: evilWords, note: evilWords }

/** A report with something else in it. */
const reports: readonly (readonly [what: string, value: unknown, came: Came])[] = [
  ['is no object', 7, 'refused'],
  ['is null', null, 'refused'],
  ['is an empty list', [], 'refused'],
  ['is a list of nothing', [null], 'refused'],
  ['is empty', {}, 'refused'],
  [
    'has a title that acts',
    { ...told, scenarios: [{ ...good, title: evilWords, name: evilWords, file: evilWords }] },
    'harmless',
  ],
  [
    'has a gateway that acts',
    { ...told, gateway: evilWords, scenarios: [{ ...good, gateway: evilWords }] },
    'harmless',
  ],
  [
    'has a gateway that is a path',
    { ...told, gateway: '../../../elsewhere@1', scenarios: [{ ...good, gateway: '../../../elsewhere@1' }] },
    'harmless',
  ],
  [
    'has a gateway that all objects have',
    { ...told, gateway: 'constructor@1', scenarios: [{ ...good, gateway: '__proto__@1' }] },
    'harmless',
  ],
  [
    'has a version that ends a comment',
    { ...told, scenarios: [{ ...good, gateway: 'openclaw@1 --> @everyone' }] },
    'harmless',
  ],
  ['has an API that acts', { ...told, api: evilWords }, 'harmless'],
  ['has a crash that acts', { ...told, crashes: [evilWords, '::stop-commands::x'] }, 'harmless'],
  [
    'has a skip that acts',
    { ...told, skipped: [{ name: evilWords, title: evilWords, file: evilWords, why: evilWords }] },
    'harmless',
  ],
  [
    'has a claim that all objects have',
    {
      ...told,
      scenarios: [
        {
          ...good,
          claims: [
            { ...failed, claim: 'constructor' },
            { ...failed, claim: '__proto__' },
          ],
        },
      ],
    },
    'harmless',
  ],
  [
    'has a claim that acts',
    { ...told, scenarios: [{ ...good, claims: [{ ...failed, claim: evilWords }] }] },
    'harmless',
  ],
  [
    'has findings that act',
    {
      ...told,
      scenarios: [
        {
          ...good,
          claims: [{ ...failed, findings: [{ says: evilWords, entries: [-1, 2 ** 40], excerpt: [evilWords] }] }],
        },
      ],
    },
    'harmless',
  ],
  [
    'has missed steps that act',
    { ...told, scenarios: [{ ...good, verdict: 'inconclusive', missed: [evilWords] }] },
    'harmless',
  ],
  [
    'has something listed that acts',
    { ...told, scenarios: [{ ...good, expected: { known: [listed], unlisted: [evilWords], gone: [listed] } }] },
    'harmless',
  ],
  [
    'lists a range that is none',
    {
      ...told,
      scenarios: [{ ...good, expected: { known: [{ ...listed, versions: 'x y z' }], unlisted: [], gone: [] } }],
    },
    'refused',
  ],
  ['has a verdict that is none', { ...told, verdict: 'constructor' }, 'refused'],
  [
    'has a time without end',
    JSON.stringify({ ...told, scenarios: [{ ...good, ms: 7 }] }).replace('"ms":7', '"ms":1e999'),
    'refused',
  ],
  ['has a time before all times', { ...told, scenarios: [{ ...good, ms: -1e300 }] }, 'harmless'],
  ['has a seed that is none', { ...told, seed: 1.5 }, 'refused'],
  ['has a date that acts', { ...told, written: evilWords }, 'harmless'],
  ['has another prototype', JSON.stringify(told).replace('{', '{"__proto__":{"crashes":["x"]},'), 'harmless'],
  ['has a field twice', JSON.stringify(told).replace('{', `{"gateway":"${canary.length}",`), 'harmless'],
  ['has the same run a hundred times', { ...told, scenarios: Array.from({ length: 100 }, () => good) }, 'harmless'],
  ['has separators of lines', { ...told, scenarios: [{ ...good, title: 'a\u2028b\u2029c\u0085d' }] }, 'harmless'],
  ['has half a character', { ...told, scenarios: [{ ...good, title: '\ud800' }] }, 'harmless'],
  ['has a title of a megabyte', { ...told, scenarios: [{ ...good, title: 'x'.repeat(1_000_000) }] }, 'harmless'],
  ['is nested deeper than can be read', '['.repeat(200_000), 'refused'],
  ['is deep, and whole', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'refused'],
  ['begins with a mark of its order', `\ufeff${JSON.stringify(told)}`, 'refused'],
  ['is no JSON', evilWords, 'refused'],
]

describe('a report that', () => {
  test.each(reports)('%s does no harm', async (_, value, came) => {
    put(file(), typeof value === 'string' ? value : JSON.stringify(value))
    expect(await tried()).toBe(came)
  })
})

const places: readonly (readonly [what: string, make: () => void, came: Came])[] = [
  ['the report is a link', () => symlinkSync(join(stage.elsewhere, 'secret.txt'), file()), 'refused'],
  ['the report is the environment', () => symlinkSync('/proc/self/environ', file()), 'refused'],
  ['the report is without end', () => symlinkSync('/dev/zero', file()), 'refused'],
  ['the report is a pipe', () => void execFileSync('mkfifo', [file()]), 'refused'],
  ['the report is larger than any', () => execFileSync('truncate', ['-s', '300M', file()]), 'refused'],
  ['the runs are a link', () => symlinkSync(stage.elsewhere, join(stage.theirs, 'runs')), 'refused'],
  ['the runs are a file', () => put(join(stage.theirs, 'runs'), ''), 'refused'],
  [
    'the run is a link',
    () => {
      mkdirSync(join(stage.theirs, 'runs'))
      symlinkSync(stage.elsewhere, join(stage.theirs, 'runs', 'a-stop'))
    },
    'refused',
  ],
  ['the run is a file', () => put(join(stage.theirs, 'runs', 'a-stop'), ''), 'refused'],
  [
    'the repro of the run is a link',
    () => {
      mkdirSync(join(stage.theirs, 'runs', 'a-stop'), { recursive: true })
      symlinkSync('/proc/self/environ', join(stage.theirs, 'runs', 'a-stop', 'repro.json'))
    },
    'refused',
  ],
  [
    'the repro of the run is something else',
    () => put(join(stage.theirs, 'runs', 'a-stop', 'repro.json'), evilWords),
    'harmless',
  ],
]

describe('a report in a place where', () => {
  test.each(places)('%s does no harm', async (_, make, came) => {
    make()
    if (lstatSync(file(), { throwIfNoEntry: false }) === undefined) put(file(), JSON.stringify(told))
    expect(await tried()).toBe(came)
  })
})

test('a record of the run that is a link is refused, and one that is there is shown', async () => {
  const run = join(stage.theirs, 'runs', 'a-stop')
  await writeRun(run, lostResult())
  put(file(), JSON.stringify(told))
  expect(await tried()).toBe('harmless')
  expect(readFileSync(join(stage.theirs, 'index.html'), 'utf8')).toContain('id="run-0-0"')
})

test('enough is tried, and both comes of it', () => {
  expect(counts.refused).toBeGreaterThan(30)
  expect(counts.harmless).toBeGreaterThan(40)
})
