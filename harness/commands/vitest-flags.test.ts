import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createCLI } from 'vitest/node'
import { chaos, readReport, tmp } from '../chaos-command.ts'
import { parseFlags } from './vitest-flags.ts'

const works = ['testNamePattern', 'shard', 'reporter', 'outputFile', 'maxWorkers', 'bail']
const noFlags = ['version', 'help', 'no-color', 'run']
const names = createCLI()
  .globalCommand.options.map(({ rawName }) => /--([\w-]+)/.exec(rawName)?.[1] ?? '')
  .filter((name) => !noFlags.includes(name))

describe('each flag of vitest', () => {
  test.each([...new Set(names)])('--%s works or is refused in one sentence', (name) => {
    const parse = () => parseFlags([`--${name}=1`])
    if (works.includes(name)) expect(parse()).toHaveProperty(name)
    else expect(parse).toThrow(/^--\S+ does nothing for scenarios: [^\n]+; see: .* --help$/)
  })

  test('and one that vitest does not know is refused, too', () => {
    expect(() => parseFlags(['--sharp=1'])).toThrow('--sharp=1 does nothing for scenarios')
  })

  test('and a word for one of ours with a letter wrong gets ours', () => {
    expect(() => parseFlags(['--gatway=pi'])).toThrow('did you mean --gateway?')
  })
})

describe('on the reference gateway', () => {
  const files = ['one-fails-one-dies', 'unknown-tool', 'tool-hangs-past-timeout']
  const run = (...flags: string[]) => chaos(...files, '--gateway', 'reference', '--seed', '1', ...flags)
  const ran = () => readReport().scenarios.map(({ name }) => name)

  test('-t runs the scenarios with such a title, and --shard a part of the files', async () => {
    expect((await run('-t', 'one fails')).all).toContain('pass')
    expect(ran()).toEqual(['scenarios/one-fails-one-dies.ts'])
    await run('--shard=2/3', '--maxWorkers=2')
    expect(ran()).toHaveLength(1)
  })

  test('--reporter and --outputFile write what vitest writes', async () => {
    const file = join(tmp, 'junit.xml')
    await run('-t', 'one fails', '--reporter=junit', `--outputFile=${file}`)
    expect(readFileSync(file, 'utf8')).toContain('<testsuites')
  })

  test('--bail ends the command after as many findings', async () => {
    await chaos('stop-one-running', 'unknown-tool', '--gateway', 'reference@stop-hides-results', '--bail=1')
    expect(ran()).toEqual(['scenarios/stop-one-running.ts'])
  })
})
