import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the file of an issue is run, and what came of it is told', async () => {
  const steps = [
    { do: 'user.says', text: 'compare' },
    { do: 'model.calls', calls: [{ tool: 'a' }, { tool: 'b' }] },
    { do: 'tool.finishes', tool: 'a' },
    { do: 'tool.holds', tool: 'b' },
    { do: 'user.stops' },
    { do: 'user.says', text: 'still there?' },
    { do: 'model.says', text: 'yes' },
  ]
  const findings = [{ claim: 'results-kept', says: 'x' }]
  const about = {
    gateway: 'reference@stop-hides-results',
    api: 'anthropic-messages',
    seed: 7,
    verdict: 'fail',
    findings,
  }
  const came = join(folder, 'came')
  mkdirSync(came)
  const body = `### The repro file\n\n${JSON.stringify({ ...about, scenario: { title: 'a stop', steps } })}\n`
  const ran = await execa('.github/run-repro', [came], { input: body, all: true, reject: false })
  writeFileSync(join(came, 'output.txt'), ran.all)
  expect(ran.exitCode).toBe(1)
  expect(readdirSync(came).toSorted()).toEqual(['index.html', 'output.txt', 'report.json', 'repro.json'])
  const told = await execa(process.execPath, ['harness/github/comment-repro.ts', came])
  expect(told.stdout).toMatch(/^```text\nreproduced 3 of 3\n/)
})

test('a scenario of an issue is run on the version that its form names', async () => {
  const steps = [
    { do: 'user.says', text: 'hello' },
    { do: 'model.says', text: 'hi' },
  ]
  const came = join(folder, 'scenario')
  mkdirSync(came)
  const body = `### The repro file\n\n${JSON.stringify({ title: 'a greeting', steps })}\n\n### Version of the gateway\n\nreference@0.1.0\n`
  const ran = await execa('.github/run-repro', [came], { input: body, all: true, reject: false })
  expect(ran.all).toContain('reference@0.1.0: 3 of 3 passed')
})

test('the matrix is proposed once it differs, and its proposal is updated', async () => {
  const [origin, clone, merged] = ['origin', 'clone', 'merged'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  mkdirSync(merged)
  mkdirSync(join(clone, 'reports'), { recursive: true })
  const run = (file: string, words: readonly string[]) =>
    execa(file, words, { cwd: clone, env: { PATH: `${folder}:${process.env.PATH}` } })
  const git = (...words: string[]) => run('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...words])
  await git('init', '--quiet', '--bare', origin)
  await git('init', '--quiet', '--initial-branch', 'main')
  await git('remote', 'add', 'origin', origin)
  for (const name of ['matrix.md', 'matrix.json']) writeFileSync(join(clone, 'reports', name), 'old')
  await git('add', '.')
  await git('commit', '--quiet', '--message', 'x')
  // says which pull requests are open, and notes what it is told to do
  writeFileSync(join(folder, 'gh'), `#!/bin/sh\ncat ${folder}/open 2> /dev/null\necho "$1 $2" >> ${folder}/told\n`, {
    mode: 0o755,
  })
  const publish = () => run(resolve('.github/publish-matrix'), [merged])

  expect((await publish()).stdout).toContain('no matrix')
  cpSync(join(clone, 'reports'), merged, { recursive: true })
  expect((await publish()).stdout).toContain('as it was')
  for (const text of ['new', 'newer']) {
    writeFileSync(join(merged, 'matrix.md'), text)
    await publish()
    expect((await git('--git-dir', origin, 'show', 'matrix-of-the-night:reports/matrix.md')).stdout).toBe(text)
    writeFileSync(join(folder, 'open'), '1')
    await git('switch', '--quiet', 'main')
    await git('branch', '--delete', '--force', 'matrix-of-the-night')
  }
  expect(readFileSync(join(folder, 'told'), 'utf8')).toBe('pr list\npr create\npr list\n')
})
