import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canary } from './hostile-stage.ts'

const root = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
const secret = join(root, 'secret.json')
const first = join(root, 'first')
const name = 'blob-1-1.json'

/** The command line in a folder. */
function chaos(cwd: string, ...words: string[]) {
  const env = { TMPDIR: join(root, 't'), NO_COLOR: '1', GITHUB_ACTIONS: '', GH_TOKEN: canary }
  return execa(process.execPath, [resolve('harness/cli.ts'), ...words], { cwd, env, reject: false, all: true })
}

beforeAll(async () => {
  mkdirSync(join(root, 't'))
  mkdirSync(first)
  writeFileSync(secret, JSON.stringify({ [canary]: canary }))
  const { exitCode } = await chaos(
    first,
    'stop-one-running',
    '--gateway',
    'reference@stop-hides-results',
    '--reporter=blob',
  )
  expect(exitCode).toBe(1)
})
afterAll(() => rmSync(root, { recursive: true }))

let made = 0

/** Merges what a run has left, changed. */
async function merged(change: (blobs: string, text: string) => void) {
  const cwd = join(root, String(made++))
  cpSync(first, cwd, { recursive: true })
  const [folder = ''] = readdirSync(join(cwd, 'reports/blobs'))
  const blobs = join(cwd, 'reports/blobs', folder, 'anthropic-messages')
  change(blobs, readFileSync(join(blobs, name), 'utf8'))
  const ran = await chaos(cwd, 'merge', 'reports/blobs')
  const latest = join(cwd, 'reports/latest')
  return { ...ran, report: readFileSync(join(latest, 'report.json'), 'utf8') }
}

test('a good one is merged', async () => {
  const { exitCode, all, report } = await merged(() => {})
  expect(all).toContain('FINDING')
  expect(JSON.parse(report).scenarios[0].folder).toMatch(/^reports\/runs\/stop-while-/)
  expect(exitCode).toBe(1)
})

/** Some text stands in a blob instead of another. */
function instead(before: string | RegExp, after: string) {
  return (blobs: string, text: string) => {
    expect(text).toMatch(before)
    writeFileSync(
      join(blobs, name),
      text.replaceAll(new RegExp(before, 'g'), () => after),
    )
  }
}

describe.concurrent('a blob', () => {
  test.each<readonly [string, Parameters<typeof merged>[0]]>([
    ['is a link', (blobs) => symlinkOver(secret, join(blobs, name))],
    ['has a link beside it', (blobs) => symlinkSync(secret, join(blobs, 'blob-2.json'))],
    ['has a folder beside it', (blobs) => mkdirSync(join(blobs, 'x'))],
    ['has a pipe beside it', (blobs) => void execFileSync('mkfifo', [join(blobs, 'x')])],
    ['is no JSON', (blobs) => writeFileSync(join(blobs, name), '\u001b[2J::error::x')],
    ['is something else', (blobs) => writeFileSync(join(blobs, name), '[[]]')],
    ['is empty', (blobs) => writeFileSync(join(blobs, name), '')],
    ['is of another version', instead(/"5\.\d+\.\d+"/, '"4.0.0"')],
    ['has a result without a folder', instead('"folder":', '"other":')],
    ['has a result that is elsewhere', instead(/"reports\/runs\/[^"]*(?<!json)"/, '"/.."')],
    ['has a verdict that is none', instead('"verdict":', '"constructor":')],
  ])('%s is refused', async (_, change) => {
    const { exitCode, all } = await merged(change)
    expect(all).not.toContain(canary)
    expect([...all].filter((char) => char === '\u001b')).toEqual([])
    expect(exitCode).toBe(254)
  })

  test('whose repro is elsewhere has none', async () => {
    const { exitCode, all, report } = await merged(instead(/"reports\/runs\/[^"]*repro\.json"/, '"/proc/self/environ"'))
    expect([all, report].join()).not.toMatch(/proc\/self/)
    expect(exitCode).toBe(1)
  })

  test('with words that act does nothing', async () => {
    const { exitCode, all } = await merged(
      instead('/stop while one of three parallel tools still runs', '\\u001b[2J\\n::error::x'),
    )
    expect([...all].filter((char) => char === '\u001b')).toEqual([])
    expect(all).not.toMatch(/^::/m)
    expect(exitCode).toBe(1)
  })
})

function symlinkOver(target: string, path: string): void {
  rmSync(path)
  symlinkSync(target, path)
}
