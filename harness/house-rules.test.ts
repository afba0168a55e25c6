import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Driver } from './driver.ts'
import { drivers } from './gateways/index.ts'

/** What may import what: each layer only those above it in this list, and no folder its sibling. */
const layers: readonly (readonly string[])[] = [
  [
    'harness/connections.ts',
    'harness/damage.ts',
    'harness/errors.ts',
    'harness/gateway-name.ts',
    'harness/limits.ts',
    'harness/lines.ts',
    'harness/make-folder.ts',
    'harness/nearest.ts',
    'harness/need.ts',
    'harness/nonsense.ts',
    'harness/own.ts',
    'harness/owner.ts',
    'harness/package.ts',
    'harness/quote.ts',
    'harness/signals.ts',
  ],
  [
    'harness/below.ts',
    'harness/child-of.ts',
    'harness/gateway-settings.ts',
    'harness/in-time.ts',
    'harness/options.ts',
    'harness/replace-file.ts',
    'harness/transcript/',
  ],
  ['harness/record/'],
  ['harness/facts/'],
  ['harness/expected/'],
  ['harness/oracles/', 'harness/machine.ts', 'harness/terminal.ts', 'mock-provider/'],
  [
    'harness/driver.ts',
    'harness/network/',
    'harness/run-on-break.ts',
    'harness/store/',
    'harness/tools/',
    'harness/expectations/',
  ],
  ['harness/lack-of.ts'],
  ['harness/result.ts', 'harness/containers/', 'harness/gateways/', 'harness/steps/'],
  ['harness/scenario/'],
  ['harness/engine/', 'harness/report/'],
  ['harness/proxy/', 'harness/rescue/'],
  ['harness/index.ts'],
  ['harness/explore/'],
  ['harness/reconstruct/'],
  ['harness/commands/', 'harness/trial/', 'harness/bench/', 'scenarios/'],
  ['harness/github/'],
  [
    'harness/cli.ts',
    'harness/bin.ts',
    'harness/build.ts',
    'harness/chaos-command.ts',
    'harness/browser-tests.ts',
    'harness/until-said.ts',
  ],
]
const maxLines = 300

const files = ['harness', 'mock-provider', 'scenarios'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
)
const sources = files.filter((file) => /\.tsx?$/.test(file))
const product = sources.filter((file) => !file.endsWith('.test.ts'))

function layerOf(file: string): number {
  return layers.findIndex((layer) =>
    layer.some((part) => part === file || (part.endsWith('/') && file.startsWith(part))),
  )
}

function partOf(file: string): string {
  return layers[layerOf(file)]?.find((part) => part === file || file.startsWith(part)) ?? ''
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) => normalize(join(dirname(file), path)))
}

function broken(among: readonly string[], rule: (file: string) => readonly string[] | string[]): string[] {
  return among.flatMap((file) => rule(file).map((what) => `${file}: ${what}`))
}

describe('house rules', () => {
  test('every file belongs to a layer', () => {
    expect(broken(product, (file) => (layerOf(file) < 0 ? ['in no layer'] : []))).toEqual([])
  })

  test('docs/architecture.md has every layer, in this order', () => {
    const rows = readFileSync('docs/architecture.md', 'utf8').match(/^\| `(?:harness|mock).*$/gm) ?? []
    const named = rows.slice(0, layers.length).map((row) => row.split('|')[1]?.match(/(?<=`)[\w/.-]+(?=`)/g))
    expect(named).toEqual(layers)
  })

  test('a file imports only from its own folder and from the layers above', () => {
    const isWrong = (file: string, target: string) =>
      partOf(target) !== partOf(file) && layerOf(target) >= layerOf(file)
    expect(broken(product, (file) => importsOf(file).filter((target) => isWrong(file, target)))).toEqual([])
  })

  test('a module of ours that is not imported is named by what finds it in the package, too', () => {
    const byPath = (file: string) => readFileSync(file, 'utf8').match(/(?:new URL|resolve)\('[^']+\.ts'/g) ?? []
    const packed = product.filter((file) => !/\/bench\//.test(file))
    expect(packed).toContain('harness/tools/gate.ts')
    expect(broken(packed, byPath)).toEqual([])
  })

  test('what is there for tests is imported by tests alone', () => {
    const isForTests = (file: string) =>
      /^(mock-provider\/sdk\/|harness\/chaos-command|harness\/browser-tests|harness\/until-said|harness\/commands\/hostile-stage|harness\/report\/page-stage)/.test(
        file,
      )
    const others = product.filter((file) => !isForTests(file))
    expect(others.length).toBeLessThan(product.length)
    expect(broken(others, (file) => importsOf(file).filter(isForTests))).toEqual([])
  })

  test('what a person reads on a terminal is written by say and warn alone', () => {
    const programs =
      /^harness\/(?:cli|bin|bench\/|trial\/|github\/|tools\/|containers\/|gateways\/reference\/(?:server\/|changed-gateway)|engine\/watchdog)/
    const writes = (file: string) =>
      readFileSync(file, 'utf8').match(/console\.\w+|process\.std(?:out|err)\.write/g) ?? []
    const own = ['harness/terminal.ts', 'harness/report/terminal.ts', 'harness/report/github.ts']
    const commands = product.filter(
      (file) => file.startsWith('harness/') && !programs.test(file) && !own.includes(file),
    )
    expect(broken(commands, writes)).toEqual([])
    expect(broken(own, writes)).not.toEqual([])
  })

  test(`a file has at most ${maxLines} lines`, () => {
    const lines = (file: string) => readFileSync(file, 'utf8').split('\n').length
    expect(broken(sources, (file) => (lines(file) > maxLines ? [`${lines(file)} lines`] : []))).toEqual([])
  })

  test('files are named in kebab-case', () => {
    expect(sources.filter((file) => !/^[a-z0-9/.-]+$/.test(file))).toEqual([])
  })

  test('every export has a doc comment', () => {
    expect(broken(product, undocumented)).toEqual([])
  })

  test.each(drivers.map((driver) => [driver.name, driver] as const))(
    'the name and the words of %s stand in its folder',
    (name, driver) => {
      // what is one row of a table of several has no folder of its own
      const folder = existsSync(`harness/gateways/${name}`) ? name : 'acp'
      const own = product.filter((file) => file.startsWith(`harness/gateways/${folder}/`))
      // other gateways, which may speak alike; the list of them, the places where it is an example, and what people have told of it
      const named = ['harness/gateways/index.ts', 'harness/report/example.ts', 'scenarios/', 'mock-provider/cases/']
      // and the API that a vendor calls as it does its agent
      named.push('mock-provider/dialects/openai-')
      const isOther = (file: string) =>
        /^harness\/gateways\/[^/]+\//.test(file) || named.some((part) => file.startsWith(part))
      const rest = product.filter((file) => !isOther(file))
      expect(broken(rest, (file) => spoken(file, driver))).toEqual([])
      expect(broken(own, (file) => spoken(file, driver))).not.toEqual([])
    },
  )

  test('the default gateway is named in one place', () => {
    const [first] = drivers
    const isOf = (target: string) => target.startsWith(`harness/gateways/${first?.name}/`)
    const named = product.filter((file) => !isOf(file) && importsOf(file).some(isOf))
    expect(named).toEqual(['harness/gateways/index.ts'])
  })

  test('the rules see the product', () => {
    expect(product.length).toBeGreaterThan(50)
    expect(importsOf('harness/commands/main.ts')).toContain('harness/commands/index.ts')
  })
})

/** What a file says beside its comments and the numbers of issues. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .replace(/\b[\w/-]+#\d+/g, '')
}

/** The words by which a gateway is known: its name, where it is a word of its own, and what it says. */
function wordsOf({ name, defaultVersion, profile }: Driver): RegExp[] {
  const { lexicon, liberties } = profile(defaultVersion)
  const patterns = [
    // a word of the record is ours, too
    ...lexicon.invented.filter((pattern) => pattern !== '^aborted$'),
    ...lexicon.turnedAway,
    ...lexicon.phrases.map(({ phrase }) => phrase),
    ...liberties.flatMap(({ pattern }) => pattern ?? []),
    // one word alone is everybody's
  ].filter((pattern) => !/^\^?\w+\$?$/.test(pattern))
  // what begins or ends a text of the gateway begins or ends a literal in code
  const inCode = patterns.map((pattern) =>
    pattern.replace(/(?<=^|[|(])\^/g, '(?<=[\'"`/^])').replace(/(?<!\\)\$(?=$|[|)])/g, '(?=[\'"`/$])'),
  )
  // a short name is a part of other words
  const names = name === 'reference' ? [] : [`(?<![\\w-])${name}(?![\\w-])`]
  return [...inCode, ...names].map((pattern) => new RegExp(pattern, 'i'))
}

function spoken(file: string, driver: Driver): string[] {
  const code = codeOf(file)
  return wordsOf(driver).flatMap((pattern) => pattern.exec(code)?.[0] ?? [])
}

function undocumented(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  const isExport = (line: string) =>
    /^export (default )?(async )?(abstract )?(function|class|const|type \w+ =)/.test(line)
  return lines.filter((line, index) => isExport(line) && !(lines[index - 1] ?? '').trimEnd().endsWith('*/'))
}
