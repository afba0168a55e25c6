import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'
import type { Report } from '../report/json.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
const temporary = join(folder, 't')
mkdirSync(temporary)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let made = 0

/** A shell in a folder of its own, with what starts the command line as `$chaos`. */
async function shell(script: string, input = '') {
  const cwd = join(folder, String(made++))
  mkdirSync(join(cwd, 'node_modules'), { recursive: true })
  const chaos = `'${process.execPath}' '${resolve('harness/cli.ts')}'`
  const words = ['-c', script.replaceAll('$chaos', chaos)]
  const env = { TMPDIR: temporary, NO_COLOR: '1' }
  const ran = await execa('bash', words, { cwd, env, input, reject: false, all: true })
  return { ...ran, cwd }
}

const one = 'stop-one-running --gateway reference'

describe.concurrent('a crash is 255, and never 1, which is a finding', () => {
  test.each([
    ['nobody reads on', `$chaos ${one} | head -1; exit \${PIPESTATUS[0]}`, 255, 'nobody reads its output any more'],
    ['the disk of its output is full', `$chaos ${one} > /dev/full`, 255, 'ENOSPC'],
    ['the disk of its output is full from the start', '$chaos --help > /dev/full', 255, 'ENOSPC'],
    ['too few descriptors', `ulimit -n 30; $chaos ${one}`, 255, 'EMFILE'],
    ['its folder is gone', `cd "$(mktemp -d)" && rmdir "$PWD" && $chaos ${one}`, 255, 'ENOENT'],
  ])('%s', async (_, script, code, says) => {
    const { exitCode, all } = await shell(script)
    expect(all).toContain(says)
    expect(exitCode).toBe(code)
  })

  test('the disk is full in a run: 254 when a report meets it first, 255 when the record does', async () => {
    const { exitCode, all } = await shell(`ulimit -f 8; $chaos ${one}`)
    expect(all).toContain('EFBIG')
    expect([254, 255]).toContain(exitCode)
  })
})

describe.concurrent('what the environment lacks is said before a gateway is started', () => {
  test.each([
    ['reports', `echo > reports; $chaos ${one}`, 'cannot use the folder of reports'],
    ['TMPDIR', `TMPDIR=gone $chaos ${one}`, 'set TMPDIR'],
    ['the cache', `GATECRASH_CACHE=/dev/null $chaos ${one}`, 'set GATECRASH_CACHE'],
    [
      'standard input that cannot be kept',
      'echo > reports; echo "{}" | $chaos explain -',
      'cannot write reports/inputs',
    ],
    [
      'a report that cannot be written',
      'mkdir -p r/index.html; echo "[]" > r/report.json; $chaos report r/report.json',
      'not a report.json',
    ],
  ])('%s', async (_, script, says) => {
    const { exitCode, all } = await shell(script)
    expect(all).toContain(says)
    expect(all).not.toContain('starting the gateway')
    expect(exitCode).toBe(254)
  })
})

test('a folder of reports that goes during a run is no finding', async () => {
  const gone = '{ read -r line; rm -rf reports; echo > reports; cat > /dev/null; }'
  const { exitCode, all } = await shell(`$chaos ${one} | ${gone}; exit \${PIPESTATUS[0]}`)
  expect(exitCode).toBeGreaterThanOrEqual(254)
  expect(all).toMatch(/reports/)
})

test('nothing is written but the reports, whatever vitest is asked for', async () => {
  const { cwd, exitCode } = await shell(`$chaos ${one} --reporter=json --reporter=junit --reporter=default`)
  expect(exitCode).toBe(0)
  expect(readdirSync(cwd).toSorted()).toEqual(['node_modules', 'reports'])
  expect(readdirSync(join(cwd, 'node_modules'))).toEqual([])
  expect(readdirSync(join(cwd, 'reports/latest'))).toEqual(expect.arrayContaining(['vitest.json', 'vitest.xml']))
})

test('two commands that read standard input in one folder run what each has read', async () => {
  const steps = [
    { do: 'user.says', text: 'hello' },
    { do: 'model.says', text: 'hi' },
  ]
  const scenario = (title: string) => JSON.stringify({ title, steps })
  const run = (title: string) => `printf '%s' '${scenario(title)}' | $chaos - --gateway reference`
  const { stdout } = await shell(
    `${run('the first')} > one.txt & ${run('the second')} > two.txt; wait; cat one.txt; echo ----; cat two.txt`,
  )
  const [first = '', second = ''] = stdout.split('----')
  expect(first).toMatch(/✓ pass +the first/)
  expect(first).not.toContain('the second')
  expect(second).toMatch(/✓ pass +the second/)
})

test('the time of a file is over: what is left of it is not run, and that is no pass', async () => {
  const { cwd } = await shell('true')
  const steps = [{ do: 'user.says', text: 'hello' }]
  const family = ['a', 'b'].map((title) => ({ title, steps }))
  writeFileSync(join(cwd, 'family.json'), JSON.stringify(family))
  const program = `
    import { runFiles } from ${JSON.stringify(resolve('harness/commands/run-files.ts'))}
    import { verdictOf } from ${JSON.stringify(resolve('harness/commands/verdict-of.ts'))}
    import { reference } from ${JSON.stringify(resolve('harness/gateways/reference/driver.ts'))}
    const installed = await reference.install(reference.defaultVersion, () => {})
    const settings = { driver: 'reference', installed, gateway: 'reference', api: 'anthropic-messages', route: 'configured', seed: 1, port: undefined, times: 1, runs: 'reports/runs', fileMs: -1, container: undefined, warm: [] }
    const outcome = await runFiles(['family.json'], settings, [])
    console.log(JSON.stringify({ ...outcome, verdict: verdictOf(outcome) }))`
  const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', program], {
    cwd,
    env: { TMPDIR: temporary },
  })
  const { verdict, skipped, results }: Report & { results: unknown[] } = JSON.parse(stdout.split('\n').at(-1) ?? '')
  expect({ verdict, results }).toEqual({ verdict: 'inconclusive', results: [] })
  expect(skipped.map(({ title, why, unfinished }) => [title, /limit "file"/.test(why), unfinished])).toEqual([
    ['a', true, true],
    ['b', true, true],
  ])
  expect(stdout).toContain('family.json have taken')
})

test('a stranger’s word names nothing that every object has', async () => {
  for (const word of ['reference@constructor', 'reference@__proto__', 'reference@toString', 'constructor', '__proto__'])
    expect((await shell(`$chaos ${one.split(' ')[0]} --gateway ${word}`)).exitCode).toBe(254)
  expect((await shell('$chaos constructor')).exitCode).toBe(254)
})

test('the list of what a job’s log acts on is neutral in the output', async () => {
  const { cwd } = await shell('true')
  const title = '::error::x ##[add-mask]y'
  writeFileSync(join(cwd, 'x.json'), JSON.stringify({ title, steps: [{ do: 'user.says', text: 'hello' }] }))
  const options = { cwd, env: { GITHUB_ACTIONS: 'true' } }
  const { stdout } = await execa(process.execPath, [resolve('harness/cli.ts'), 'explain', 'x.json'], options)
  expect(stdout.split('\n')[0]).toBe(':\u200b:error::x ##\u200b[add-mask]y')
  expect(readFileSync(join(cwd, 'x.json'), 'utf8')).toContain(title)
})
