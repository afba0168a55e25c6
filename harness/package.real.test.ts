import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePackage, ownVersion } from './package.ts'
import { untilSaid } from './until-said.ts'

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
  return execa(command, words, { cwd, env, reject: false, all: true, forceKillAfterDelay: false })
}

test('the tarball is small, and right for those who import it', async () => {
  expect(statSync(tarball).size).toBeLessThan(1_000_000)
  const { stdout } = await execa('tar', ['-tzf', tarball])
  expect(stdout.split('\n').filter((name) => /\.test\.|\/laws|(?<!\.d|docs\/toy\/driver)\.tsx?$/.test(name))).toEqual(
    [],
  )
  const { stdout: contents } = await execa('tar', ['-xOzf', tarball])
  expect(contents.includes(resolve('.'))).toBe(false)
  const linted = await execa('publint', ['run', tarball, '--strict'], { preferLocal: true, all: true, reject: false })
  expect(linted.all).toContain('All good!')
})

test('being told to stop ends it as it ends a checkout', async () => {
  const running = gatecrash(['--gateway', 'reference', 'tool-hangs-past-timeout', '--steps'])
  await untilSaid(running, 'is ready')
  running.kill('SIGTERM')
  expect((await running).exitCode).toBe(143)
})

test.each(['22.22.0', '24.0.0', '26.0.0'])('the package and a checkout run on Node %s', async (version) => {
  const home = join(folder, `node-${version}`)
  mkdirSync(home)
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund']
  await execa('npm', ['install', '--prefix', home, ...flags, `${nodePackage}@${version}`])
  const env = { NO_COLOR: '1', PATH: [join(home, 'node_modules', String(nodePackage), 'bin'), ...path].join(delimiter) }
  expect((await execa('node', ['--version'], { env })).stdout).toBe(`v${version}`)
  const options = { env, all: true, reject: false, forceKillAfterDelay: false } as const
  const own = await execa(command, ['stop-one-running', '--gateway', 'reference'], { ...options, cwd: home })
  expect(own.all).toContain('1 of 1 passed')
  const checkout = await execa('npm', ['run', 'chaos', '--', '--version'], options)
  expect(checkout.all).toContain(ownVersion)
})

/** The blocks of the quick start that need no OpenClaw. */
function quickStart(language: string): string[] {
  const text = readFileSync('docs/quick-start.md', 'utf8')
  const found = [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, code = '']) => code,
  )
  return found.filter((code) => !code.includes('openclaw'))
}

test('the quick start does what it says, in a folder that has no package beside it', async () => {
  const start = join(folder, 'start')
  mkdirSync(start)
  const lines = quickStart('sh').flatMap((block) => block.match(/(?<=^npx gatecrash ).*/gm) ?? [])
  const done: Awaited<ReturnType<typeof gatecrash>>[] = []
  for (const line of lines) done.push(await gatecrash(line.replace(/ #.*/, '').trim().split(' '), start))
  expect(done.map(({ exitCode }) => exitCode)).toEqual([0, 1, 0, 0, 0])
  const [, found, , told, own] = done.map(({ all }) => all)
  expect(found).toMatch(/repeat +npx gatecrash scenarios\/stop-one-running\.ts --gateway reference@stop-hides-results /)
  expect(told).toContain('! 5. The gateway receives SIGTERM.')
  expect(own).toMatch(/^reference@\S+ through \S+, 1 scenario/)
  expect(own).not.toContain('Warning')
  expect(readFileSync(join(start, 'reports/latest/index.html'), 'utf8')).toContain('my bug')

  const [repro = ''] = /\S+repro\.json/.exec(found ?? '') ?? []
  expect((await gatecrash([repro], start)).all).toContain('reproduced 1 of 1')
  const ours = await gatecrash(['scenarios/sigkill-one-running.ts', '--gateway', 'reference'], start)
  expect(ours.all).toContain('1 of 1 passed')
})

test('what it exports runs, and has types', async () => {
  const [code = ''] = quickStart('ts')
  const wrong = '\n// @ts-expect-error there is no such step\nexport const wrong = () => user.sings()\n'
  writeFileSync(join(user, 'consumer.mts'), code + wrong)
  const options = { preferLocal: true, localDir: resolve('.'), cwd: user, all: true, reject: false } as const
  // as `tsc --init` has it, which knows no types of Node; and strictly, with them
  await execa('tsc', ['--init'], options)
  expect((await execa('tsc', ['--noEmit'], options)).all).toBe('')
  const strictly = ['--types', 'node', '--typeRoots', resolve('node_modules/@types'), '--skipLibCheck', 'false']
  expect((await execa('tsc', ['--noEmit', ...strictly], options)).all).toBe('')
  expect((await execa(process.execPath, ['consumer.mts'], { cwd: user })).stdout).toMatch(
    /^3 http:\/\/127\.0\.0\.1:\d+/,
  )
})
