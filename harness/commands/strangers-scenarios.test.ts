import { execFileSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { explain } from './explain.ts'
import { type Came, evilWords, hostileStage } from './hostile-stage.ts'

const stage = hostileStage()
const counts = { refused: 0, harmless: 0 }
const file = () => join(stage.theirs, 'x.json')

type Case = readonly [what: string, value: unknown, came?: Came]

const steps: readonly Record<string, unknown>[] = [
  { do: 'user.says', text: 'compare' },
  { do: 'model.calls', calls: [{ tool: 'a' }, { tool: 'b' }] },
  { do: 'tool.finishes', tool: 'a' },
  { do: 'tool.finishes', tool: 'b' },
  { do: 'model.says', text: 'yes' },
]
const good = { title: 'a batch', steps }
const repro = {
  gateway: 'reference@0.1.0',
  api: 'anthropic-messages',
  seed: 1,
  verdict: 'fail',
  findings: [{ claim: 'results-kept', says: 'x' }],
  scenario: good,
}
const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)
const says = (text: unknown) => ({ ...good, steps: [{ do: 'user.says', text }] })
const calls = (...all: unknown[]) => ({ ...good, steps: [steps[0], { do: 'model.calls', calls: all }] })

/** Words that mean something to somebody. */
const words = [
  ...[
    '\u0000',
    '\u0007',
    '\u001b[2J',
    '\u001b]8;;https://evil.example\u0007x',
    '\u009b31m',
    '\r',
    '\n',
    '\t',
    '\u007f',
    '\u202e',
    '\u2066',
    '\u061c',
    '\u2028',
    '\u2029',
  ],
  ...[
    '/etc/passwd',
    'MEDIA:/etc/passwd',
    'https://evil.example',
    '/stop',
    '/export-session /tmp/x',
    '!ls',
    ' leading',
    'a/b',
  ],
  ...['\u0085', 'x'.repeat(3_000)],
]

const texts: readonly Case[] = [
  ...words.map<Case>((text) => [`somebody says ${JSON.stringify(text.slice(0, 20))}`, says(text)]),
  ...[
    '$(touch pwned)',
    '`touch pwned`',
    '; touch pwned',
    '{{constructor}}',
    '#{7*7}',
    '%s%s%n',
    '::error::x',
    '##[add-mask]x',
    '<script>alert(1)</script>',
  ].map<Case>((text) => [`somebody says ${JSON.stringify(text)}`, says(`x${text}`.replaceAll('/', '|')), 'harmless']),
  ['a title acts', { ...good, title: evilWords }],
  ['an issue acts', { ...good, issue: evilWords }],
  ['a schema acts', { ...good, $schema: evilWords }],
  ['a schema is an address', { ...good, $schema: 'https://evil.example/x.json' }, 'harmless'],
  ['an issue is an address', { ...good, issue: 'javascript:alert(1)' }, 'harmless'],
]

const names: readonly Case[] = [
  ...['constructor', 'tostring', 'valueof', 'hasownproperty', 'then'].flatMap<Case>((name) => [
    [`a tool is called ${name}`, calls({ tool: name }), 'harmless'],
    [`a session is called ${name}`, { ...good, steps: [{ do: 'user.says', text: 'x', session: name }] }, 'harmless'],
    [`a client is called ${name}`, { ...good, steps: [{ do: 'user.says', text: 'x', client: name }] }, 'harmless'],
  ]),
  ...['__proto__', '../x', '/x', '', 'A', 'a b', 'a\nb', '-x', 'x'.repeat(50), 7, null, ['a'], {}].flatMap<Case>(
    (name) => [
      [`a tool is called ${JSON.stringify(name)}`, calls({ tool: name })],
      [
        `a session is called ${JSON.stringify(name)}`,
        { ...good, steps: [{ do: 'user.says', text: 'x', session: name }] },
      ],
    ],
  ),
  ...['constructor', '__proto__', 'toString', 'user.says\u0000', '', 'USER.SAYS', 7, null, [], {}].map<Case>((kind) => [
    `a step does ${JSON.stringify(kind)}`,
    { ...good, steps: [{ do: kind }] },
  ]),
  ['a page is a tab of what all objects have', { ...good, clients: { a: { tabOf: 'constructor' } } }],
  ['a page is of a kind that all objects have', { ...good, clients: { a: 'constructor' } }],
  [
    'a client is a page by its prototype',
    JSON.stringify(good).replace('{', '{"clients":{"__proto__":"control-ui"},'),
    'harmless',
  ],
]

const shapes: readonly Case[] = [
  ...[
    7,
    null,
    true,
    'x',
    [],
    {},
    [[]],
    [null],
    [good, good],
    Array.from({ length: 101 }, (_, n) => ({ ...good, title: `${n}` })),
  ].map<Case>((value) => [`it is ${JSON.stringify(value).slice(0, 40)}`, value]),
  ['it is not JSON', evilWords],
  ['it is empty', ''],
  ['it is of zeros', '\0'.repeat(100)],
  ['it is larger than any', JSON.stringify({ ...good, title: 'x'.repeat(300_000) })],
  ['it is nested deeper than can be read', '['.repeat(100_000)],
  ['a field is nested deeply', { ...good, steps: deep(5_000) }],
  ['an argument is nested deeply', calls({ tool: 'a', args: deep(1_000) })],
  ['it has a field that there is not', { ...good, run: 'touch pwned' }],
  ['it has another prototype', JSON.stringify(good).replace('{', '{"__proto__":{"title":"x"},')],
  [
    'a step has another prototype',
    JSON.stringify(good).replace('{"do"', '{"__proto__":{"do":"gateway.explodes"},"do"'),
  ],
  ['it has a field twice', JSON.stringify(good).replace('{', '{"title":7,'), 'harmless'],
  ['it has no steps', { ...good, steps: [] }],
  ['it has a thousand steps', { ...good, steps: Array.from({ length: 1_000 }, () => steps[0]) }],
  ['its steps are an object', { ...good, steps: { length: 2, 0: steps[0] } }],
  ['a number is without end', JSON.stringify(calls({ tool: 'a' })).replace('"a"}', '"a","finishesMs":1e999}')],
  ['a gateway is set up otherwise', { ...good, gateway: { command: 'touch pwned' } }],
  ['a disk is larger than all', { ...good, gateway: { diskMb: 1e15 } }],
  ['a disk has no room', { ...good, gateway: { diskMb: -1 } }],
]

const repros: readonly Case[] = [
  ['a good one', repro, 'harmless'],
  ...[
    './evil',
    '/tmp/evil',
    '../evil@1',
    'openclaw',
    'openclaw@',
    '@1',
    'openclaw@--help',
    'openclaw@../../evil',
    'openclaw@1;touch pwned',
    'openclaw@file:/tmp/evil',
    'openclaw@npm:evil@1',
    'openclaw@git+https://evil.example',
    'https://evil.example/x.tgz',
    evilWords,
    7,
    null,
  ].map<Case>((gateway) => [`a gateway is ${JSON.stringify(gateway)}`, { ...repro, gateway }]),
  ...['--help', '../x', '', evilWords, 7].map<Case>((api) => [`an API is ${JSON.stringify(api)}`, { ...repro, api }]),
  ...[0, -1, 1.5, 2 ** 60, '1', null].map<Case>((seed) => [`a seed is ${JSON.stringify(seed)}`, { ...repro, seed }]),
  ['a claim is none of ours', { ...repro, findings: [{ claim: 'constructor', says: 'x' }] }],
  ['a finding acts', { ...repro, findings: [{ claim: 'results-kept', says: evilWords }] }],
  ['there is no finding', { ...repro, findings: [] }],
  ['it passed', { ...repro, verdict: 'pass' }],
  ['it is in another', { ...repro, scenario: repro }],
  ['it has a field that there is not', { ...repro, expectations: '/etc/passwd' }],
  ['its route is another', { ...repro, route: 'https://evil.example' }],
]

describe.each([
  ['texts', texts],
  ['names', names],
  ['shapes', shapes],
  ['repros', repros],
] as const)('a scenario file with hostile %s', (_, cases) => {
  test.each(cases)('%s', async (_what, value, came = 'refused') => {
    writeFileSync(file(), typeof value === 'string' ? value : JSON.stringify(value))
    const result = await stage.came(() => explain.run([file()]))
    counts[result]++
    expect(result).toBe(came)
  })
})

describe('a scenario file that', () => {
  test.each<readonly [string, () => unknown]>([
    ['is the environment of this process', () => symlinkSync('/proc/self/environ', file())],
    ['is without end', () => symlinkSync('/dev/zero', file())],
    ['is larger than any', () => execFileSync('truncate', ['-s', '10G', file()])],
    ['is a link to a file elsewhere', () => symlinkSync(join(stage.elsewhere, 'secret.txt'), file())],
  ])('%s is refused, and not told', async (_, make) => {
    make()
    expect(await stage.came(() => explain.run([file()]))).toBe('refused')
    counts.refused++
  })
})

test('enough is tried, and both comes of it', () => {
  expect(counts.refused).toBeGreaterThan(90)
  expect(counts.harmless).toBeGreaterThan(20)
})
