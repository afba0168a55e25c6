import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
const user = join(folder, 'user')
const command = join(user, 'node_modules', '.bin', 'gatecrash')
let tarball = ''
// as a user has it: not the Node of this checkout, but whichever is there
const path = (process.env.PATH ?? '').split(delimiter).filter((part) => !part.includes('node_modules'))

afterAll(() => rmSync(folder, { recursive: true }))
beforeAll(async () => {
  await execa('npm', ['pack', '--pack-destination', folder])
  tarball = join(folder, readdirSync(folder).join())
  mkdirSync(user)
  await execa('npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball], {
    cwd: user,
    env: { PATH: path.join(delimiter) },
  })
})

function gatecrash(words: readonly string[], cwd = user) {
  const env = { PATH: path.join(delimiter), NO_COLOR: '1' }
  return execa(command, words, { cwd, env, reject: false, all: true })
}

test('the tarball is small, and right for those who import it', async () => {
  expect(statSync(tarball).size).toBeLessThan(1_000_000)
  const { stdout } = await execa('tar', ['-tzf', tarball])
  expect(stdout.split('\n').filter((name) => /\.test\.|\/(conformance|laws)|(?<!\.d)\.tsx?$/.test(name))).toEqual([])
  const linted = await execa('publint', ['run', tarball, '--strict'], { preferLocal: true, all: true, reject: false })
  expect(linted.all).toContain('All good!')
})

test('it runs its own scenarios in an empty folder, and a finding has its repro and its command', async () => {
  const good = await gatecrash(['--gateway', 'reference', 'stop-one-running'])
  expect(good.all).toContain('✓ pass')
  expect(good.exitCode).toBe(0)
  expect(existsSync(join(user, 'reports/latest/index.html'))).toBe(true)
  const bad = await gatecrash(['--gateway', 'reference@stop-hides-results', 'stop-one-running', '--seed', '1'])
  expect(bad.exitCode).toBe(1)
  const [, words = ''] =
    /repeat +npx gatecrash (scenarios\/stop-one-running\.ts --gateway reference@\S+ .*)/.exec(bad.all) ?? []
  expect((await gatecrash(words.split(' '))).exitCode).toBe(1)
  const [repro = ''] = /\S+repro\.json/.exec(bad.all) ?? []
  expect((await gatecrash([repro])).all).toContain('reproduced 1 of 1')
})

test('a folder’s own scenario goes before those of the package, and needs no package beside it', async () => {
  const other = join(folder, 'other')
  mkdirSync(other)
  expect((await gatecrash(['new', 'mine'], other)).all).toContain('npx gatecrash scenarios/mine.ts')
  expect((await gatecrash(['explain', 'scenarios/mine.ts'], other)).all).toContain('! 5. The gateway receives SIGTERM.')
  const run = await gatecrash(['--gateway', 'reference'], other)
  expect(run.all).toContain('1 passed')
  expect(run.all).not.toContain('Warning')
  expect((await gatecrash(['sigkill-one-running', '--gateway', 'reference'], other)).all).toContain('1 passed')
})

test('being told to stop ends it as it ends a checkout', async () => {
  const running = gatecrash(['--gateway', 'reference', 'tool-hangs-past-timeout'])
  running.all.on('data', (text) => {
    if (String(text).includes('is ready')) running.kill('SIGTERM')
  })
  expect((await running).exitCode).toBe(143)
})

test('what it exports has types', async () => {
  writeFileSync(
    join(user, 'consumer.mts'),
    `import { model, type Scenario, scenario, user } from 'gatecrash'
import { startProvider } from 'gatecrash/mock-provider'
const one: Scenario = scenario({ title: 'x', steps: [user.says('a'), model.says('b')] })
console.log(one.steps.length, typeof startProvider)
// @ts-expect-error there is no such step
export const wrong = () => user.sings('x')
`,
  )
  const types = ['--typeRoots', resolve('node_modules/@types'), '--types', 'node']
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'esnext', '--skipLibCheck', 'false']
  const checked = await execa('tsc', [...flags, ...types, join(user, 'consumer.mts')], {
    preferLocal: true,
    localDir: resolve('.'),
    cwd: user,
    all: true,
    reject: false,
  })
  expect(checked.all).toBe('')
  expect((await execa(process.execPath, ['consumer.mts'], { cwd: user })).stdout).toBe('2 function')
})
