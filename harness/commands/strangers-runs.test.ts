import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { lostResult } from '../report/example.ts'
import { pageTemplate } from '../report/template.ts'
import { type Came, evilWords, hostileStage } from './hostile-stage.ts'
import { judge } from './judge.ts'
import { report } from './report.ts'

// built once for each state of its sources, which takes longer than a test may on a busy machine
beforeAll(pageTemplate, 60_000)

const stage = hostileStage()
const counts = { refused: 0, harmless: 0 }

type Case = readonly [what: string, make: (run: string, elsewhere: string) => void, came: Came]

const good = lostResult()
const lines = (entries: readonly unknown[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
const record = (run: string, text: string) => writeFileSync(join(run, 'record.jsonl'), text)
const place = (run: string, name: string, text = 'x') => {
  mkdirSync(dirname(join(run, name)), { recursive: true })
  writeFileSync(join(run, name), text)
}

/** The record begins otherwise, in some of its fields. */
function began(fields: Record<string, unknown>): string {
  return lines([{ ...good[0], ...fields }, ...good.slice(1)])
}

/** A record that is something else. */
const records: readonly Case[] = [
  ['is a link', (run, elsewhere) => symlinkSync(join(elsewhere, 'record.jsonl'), join(run, 'record.jsonl')), 'refused'],
  ['is a link to its own folder', (run) => symlinkSync('.', join(run, 'record.jsonl')), 'refused'],
  ['is a link to itself', (run) => symlinkSync('record.jsonl', join(run, 'record.jsonl')), 'refused'],
  ['is a link to nothing', (run) => symlinkSync('/nowhere', join(run, 'record.jsonl')), 'refused'],
  [
    'is the environment of this process',
    (run) => symlinkSync('/proc/self/environ', join(run, 'record.jsonl')),
    'refused',
  ],
  ['is the standard input', (run) => symlinkSync('/dev/stdin', join(run, 'record.jsonl')), 'refused'],
  ['is without end', (run) => symlinkSync('/dev/zero', join(run, 'record.jsonl')), 'refused'],
  ['is a pipe that nobody writes to', (run) => void execFileSync('mkfifo', [join(run, 'record.jsonl')]), 'refused'],
  ['is a folder', (run) => mkdirSync(join(run, 'record.jsonl')), 'refused'],
  ['is not there', () => {}, 'refused'],
  ['is empty', (run) => record(run, ''), 'refused'],
  ['is of line breaks', (run) => record(run, '\n'.repeat(10_000)), 'refused'],
  ['is no JSON', (run) => record(run, `${evilWords}\n${evilWords}\n`), 'refused'],
  ['is of bytes', (run) => record(run, Buffer.from([0, 255, 254, 10, 1, 10, 7]).toString('latin1')), 'refused'],
  [
    'is larger than a record may be',
    (run) => execFileSync('truncate', ['-s', '300M', join(run, 'record.jsonl')]),
    'refused',
  ],
  [
    'is nested deeper than can be read',
    (run) => record(run, `${'['.repeat(200_000)}${']'.repeat(200_000)}\n{}\n`),
    'refused',
  ],
  ['begins in the middle', (run) => record(run, lines(good.slice(1))), 'refused'],
  ['is of a scenario that is none', (run) => record(run, began({ scenario: 7 })), 'refused'],
  ['is of no scenario', (run) => record(run, began({ scenario: null })), 'refused'],
  ['is of a scenario without a title', (run) => record(run, began({ scenario: {} })), 'refused'],
  ['has a number for a title', (run) => record(run, began({ scenario: { title: 7 } })), 'refused'],
  ['has an object for an issue', (run) => record(run, began({ scenario: { title: 't', issue: {} } })), 'refused'],
  [
    'has a title that acts',
    (run) => record(run, began({ scenario: { title: evilWords, issue: evilWords } })),
    'harmless',
  ],
  [
    'has an issue that runs a script',
    (run) => record(run, began({ scenario: { title: 't', issue: 'javascript:alert(1)' } })),
    'harmless',
  ],
  [
    'has a version that acts',
    (run) => record(run, began({ gateway: { name: evilWords, version: evilWords } })),
    'harmless',
  ],
  ['has an API that acts', (run) => record(run, began({ api: evilWords })), 'harmless'],
  [
    'has a title of a megabyte',
    (run) => record(run, began({ scenario: { title: 'x'.repeat(1_000_000) } })),
    'harmless',
  ],
  [
    'has a name for a prototype',
    (run) => record(run, began({ scenario: JSON.parse('{"title":"t","__proto__":{"x":1}}') })),
    'harmless',
  ],
  ['has half a character', (run) => record(run, began({ scenario: { title: '\ud800 \udfff' } })), 'harmless'],
  [
    'has separators of lines',
    (run) => record(run, began({ scenario: { title: 'a\u2028b\u2029c\u0085d' } })),
    'harmless',
  ],
  [
    'has lines that act',
    (run) => record(run, lines([...good, { n: 99, at: 9, kind: 'gateway-logged', line: evilWords }])),
    'harmless',
  ],
  ['ends with carriage returns', (run) => record(run, lines(good).replaceAll('\n', '\r\n')), 'harmless'],
  ['breaks off', (run) => record(run, lines(good).slice(0, -20)), 'harmless'],
]

/** Files beside a good record. */
const beside: readonly Case[] = [
  ...['summary.md', 'index.html', 'junit.xml'].flatMap<Case>((name) => [
    [
      `${name} is a link to a file elsewhere`,
      (run, elsewhere) => symlinkSync(join(elsewhere, 'secret.txt'), join(run, name)),
      'harmless',
    ],
    [
      `${name} is a link to a file that is not there yet`,
      (run, elsewhere) => symlinkSync(join(elsewhere, 'new.txt'), join(run, name)),
      'harmless',
    ],
    [`${name} is a link to a device`, (run) => symlinkSync('/dev/full', join(run, name)), 'harmless'],
    [`${name} is a pipe`, (run) => void execFileSync('mkfifo', [join(run, name)]), 'harmless'],
    [`${name} is a folder`, (run) => place(run, `${name}/x`), 'refused'],
  ]),
  [
    'a picture is a link',
    (run, elsewhere) => symlinkSync(join(elsewhere, 'picture.png'), join(run, 'a.png')),
    'harmless',
  ],
  ['a picture is the environment', (run) => symlinkSync('/proc/self/environ', join(run, 'a.png')), 'harmless'],
  ['a picture is without end', (run) => symlinkSync('/dev/zero', join(run, 'a.png')), 'harmless'],
  ['a picture is a pipe', (run) => void execFileSync('mkfifo', [join(run, 'a.png')]), 'harmless'],
  ['a picture is a folder', (run) => mkdirSync(join(run, 'a.png')), 'harmless'],
  ['a picture is larger than a page', (run) => execFileSync('truncate', ['-s', '2G', join(run, 'a.png')]), 'harmless'],
  ['the pages are a link', (run, elsewhere) => symlinkSync(elsewhere, join(run, 'pages')), 'harmless'],
  ['the pages are the root', (run) => symlinkSync('/', join(run, 'pages')), 'harmless'],
  [
    'a page is a link',
    (run, elsewhere) => {
      mkdirSync(join(run, 'pages'))
      symlinkSync(join(elsewhere, 'picture.png'), join(run, 'pages/a.png'))
    },
    'harmless',
  ],
  [
    'the repro is a link',
    (run, elsewhere) => symlinkSync(join(elsewhere, 'repro.json'), join(run, 'repro.json')),
    'refused',
  ],
  ['the repro is a folder', (run) => mkdirSync(join(run, 'repro.json')), 'refused'],
  ['the repro is a pipe', (run) => void execFileSync('mkfifo', [join(run, 'repro.json')]), 'refused'],
  ['the repro is larger than any', (run) => execFileSync('truncate', ['-s', '1G', join(run, 'repro.json')]), 'refused'],
  ['a name runs a script', (run) => place(run, '<img src=x onerror=alert(1)>.png'), 'harmless'],
  ['a name acts on the terminal', (run) => place(run, '\u001b[2J\u202e.log'), 'harmless'],
  ['a name leads elsewhere when it is decoded', (run) => place(run, '%2e%2e%2f%2e%2e%2fsecret.png'), 'harmless'],
  ['a name is an address', (run) => place(run, 'javascript:alert(1).png'), 'harmless'],
  ['a trace runs a command', (run) => place(run, "a'; touch pwned; 'trace.zip"), 'harmless'],
  ['a trace is called by a line break', (run) => place(run, 'a\ntouch pwned\ntrace.zip'), 'harmless'],
  ['a name is as long as can be', (run) => place(run, `${'x'.repeat(251)}.png`), 'harmless'],
  ['folders are nested deeply', (run) => place(run, `${'d/'.repeat(400)}x`), 'harmless'],
  ['there are many files', (run) => Array.from({ length: 2_000 }, (_, n) => place(run, `pages/${n}.png`)), 'harmless'],
]

async function tried(make: Case[1]): Promise<Came> {
  const run = join(stage.theirs, 'a-run')
  mkdirSync(run)
  make(run, stage.elsewhere)
  const judged = await stage.came(() => judge.run([run]))
  const rendered = await stage.came(() => report.run([run]))
  // what is beside a record matters to the report alone
  expect(rendered === 'refused' || judged === 'harmless').toBe(true)
  counts[rendered]++
  return rendered
}

describe('a record that', () => {
  test.each(records)('%s does no harm', async (_, make, came) => expect(await tried(make)).toBe(came))
})

describe('a run in which', () => {
  test.each(beside)('%s does no harm', async (_, make, came) => {
    const withRecord = (run: string, elsewhere: string) => {
      record(run, lines(good))
      make(run, elsewhere)
    }
    expect(await tried(withRecord)).toBe(came)
  })
})

describe('a run whose folder', () => {
  test.each([
    "a'; touch pwned; '",
    '$(touch pwned)',
    '\u001b[2J',
    'a\n::error::x',
    '--help',
    '-t',
    '%2e%2e',
    'x'.repeat(200),
  ])('is called %j does no harm', async (name) => {
    const run = join(stage.theirs, name)
    mkdirSync(run)
    record(run, lines(good))
    for (const command of [judge, report]) expect(await stage.came(() => command.run([run]))).toBe('harmless')
    counts.harmless++
  })
})

test('enough is tried, and both comes of it', () => {
  expect(counts.refused).toBeGreaterThan(20)
  expect(counts.harmless).toBeGreaterThan(40)
})
