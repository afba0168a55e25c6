import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'
import { Dice, wholeSession } from '../rescue/corpus.ts'
import { shapes } from '../rescue/corpus-shapes.ts'
import { untilSaid } from '../until-said.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let made = 0

/** A home with sessions of an agent in it, by their names: sound ones, and broken by a shape of the corpus. */
function home(sessions: Readonly<Record<string, string | undefined>>): {
  readonly home: string
  readonly at: (name: string) => string
} {
  const own = join(folder, String(made++))
  const place = join(own, '.openclaw/agents/main/sessions')
  mkdirSync(place, { recursive: true })
  const at = (name: string) => join(place, `${name}.jsonl`)
  for (const [name, shape] of Object.entries(sessions)) {
    const whole = wholeSession('command')
    const broken = shape === undefined ? undefined : shapes[shape]?.(whole, new Dice(name), 'No result provided')
    writeFileSync(at(name), broken ?? whole.events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  }
  return { home: own, at }
}

function gatecrash(words: readonly string[], home: string) {
  return execa(process.execPath, [resolve('harness/cli.ts'), ...words], {
    env: { HOME: home, NO_COLOR: '1' },
    cwd: home,
    reject: false,
    all: true,
  })
}

const lost = 'a result was never written'
const failed = 'a failed attempt has calls, and results were made up for them'

describe.concurrent('scan', () => {
  test('tells of each session in the places of agents, and a broken one takes none of the others with it', async () => {
    const { home: own, at } = home({ one: undefined, two: failed, three: lost, four: 'the last line breaks off' })
    const { exitCode, all } = await gatecrash(['scan'], own)
    expect(exitCode).toBe(1)
    expect(all).toContain('✓ sound      openclaw one.jsonl')
    expect(all).toContain('✗ broken     openclaw two.jsonl')
    expect(all).toContain('400 No tool call found for function call output with call_id call_half.')
    expect(all).toContain('~ masked     openclaw three.jsonl')
    expect(all).toContain('✗ unreadable openclaw four.jsonl')
    expect(all).toContain(`repair ${at('two')}`)
    expect(all).toContain('4 sessions: ')
  })

  test('is 0 where nothing is broken, 254 for what is no session, and only reads', async () => {
    const { home: own, at } = home({ one: undefined })
    chmodSync(at('one'), 0o444)
    const before = readFileSync(at('one'))
    expect((await gatecrash(['scan', at('one')], own)).exitCode).toBe(0)
    expect(readFileSync(at('one')).equals(before)).toBe(true)
    expect(readdirSync(join(own, '.openclaw/agents/main/sessions'))).toEqual(['one.jsonl'])
    writeFileSync(join(own, 'other.jsonl'), '{"a":1}\n')
    expect((await gatecrash(['scan', join(own, 'other.jsonl')], own)).exitCode).toBe(254)
    expect((await gatecrash(['scan', join(own, 'nowhere')], own)).exitCode).toBe(254)
    expect((await gatecrash(['scan', '--agent', 'constructor'], own)).exitCode).toBe(254)
  })

  test('tells a program all of it, and runs the user’s command with what it knows in the environment', async () => {
    const { home: own, at } = home({ two: failed })
    const command = 'printf "%s|%s" "$GATECRASH_STATE" "$GATECRASH_SESSION" > told'
    const { stdout } = await gatecrash(['scan', '--json', '--on-break', command], own)
    const [one] = JSON.parse(stdout)
    expect(one).toMatchObject({
      agent: 'openclaw',
      state: 'broken',
      file: at('two'),
      advice: { do: 'repair', lost: [] },
    })
    expect(one.refusals.map(({ api }: { api: string }) => api)).toHaveLength(4)
    expect(readFileSync(join(own, 'told'), 'utf8')).toBe(`broken|${at('two')}`)
  })

  test('watches, and tells only what has broken since', async () => {
    const { home: own, at } = home({ one: undefined })
    const words = [resolve('harness/cli.ts'), 'scan', '--watch']
    const watch = execa(process.execPath, words, {
      env: { HOME: own, NO_COLOR: '1' },
      cwd: own,
      reject: false,
      all: true,
    })
    await untilSaid(watch, 'watching')
    const broken = shapes[failed]?.(wholeSession('command'), new Dice('x'), 'No result provided') ?? ''
    const told = untilSaid(watch, '✗ broken')
    writeFileSync(at('two'), broken)
    await told
    watch.kill('SIGKILL')
    expect((await watch).all.match(/openclaw one.jsonl/g)).toHaveLength(1)
  })

  test('judges as the version would send it that is named, or that wrote the configuration', async () => {
    const { home: own } = home({ two: failed })
    const scan = async (...words: string[]) =>
      JSON.parse((await gatecrash(['scan', '--json', ...words], own)).stdout)[0].state
    expect(await scan('--agent', 'openclaw@2026.1.29')).toBe('broken')
    expect(await scan('--agent', 'openclaw@2026.4.14')).toBe('masked')
    writeFileSync(
      join(own, '.openclaw/openclaw.json'),
      '{"meta": {"lastTouchedVersion": "2026.9.6"}, // and a comment\n}',
    )
    expect(await scan()).toBe('masked')
  })
})

describe.concurrent('repair', () => {
  test('writes nothing at first, then mends after a backup, and takes it back byte for byte', async () => {
    const { home: own, at } = home({ two: failed })
    const before = readFileSync(at('two'))
    const dry = await gatecrash(['repair', at('two')], own)
    expect(dry.exitCode).toBe(1)
    expect(dry.all).toContain('nothing was written')
    expect(readFileSync(at('two')).equals(before)).toBe(true)
    expect((await gatecrash(['repair', at('two'), '--write'], own)).exitCode).toBe(0)
    expect((await gatecrash(['scan', at('two')], own)).exitCode).toBe(0)
    expect((await gatecrash(['repair', at('two')], own)).all).toContain('sound: nothing to repair')
    expect((await gatecrash(['repair', at('two'), '--undo'], own)).exitCode).toBe(0)
    expect(readFileSync(at('two')).equals(before)).toBe(true)
    expect((await gatecrash(['repair', at('two'), '--undo'], own)).exitCode).toBe(254)
  })

  test('refuses while the lock of a living process is there, and while a process has the file open', async () => {
    const { home: own, at } = home({ two: failed })
    writeFileSync(`${at('two')}.lock`, JSON.stringify({ pid: process.pid }))
    const locked = await gatecrash(['repair', at('two'), '--write'], own)
    expect(locked.exitCode).toBe(254)
    expect(locked.all).toContain(`process ${process.pid} holds its lock`)
    rmSync(`${at('two')}.lock`)
    const reader = execa('tail', ['-f', at('two')], { reject: false })
    await new Promise((resolve) => reader.stdout.once('data', resolve))
    const open = await gatecrash(['repair', at('two'), '--write'], own)
    reader.kill()
    await reader
    expect(open.exitCode).toBe(254)
    expect(open.all).toContain(`process ${reader.pid} has it open`)
    expect(existsSync(at('two'))).toBe(true)
  })

  test('takes a real result from what the agent keeps beside the session', async () => {
    const { home: own, at } = home({ two: lost })
    const whole = wholeSession('command')
      .events.map((event) => `${JSON.stringify(event)}\n`)
      .join('')
    writeFileSync(`${at('two')}.reset.2026-01-01`, whole)
    const { all } = await gatecrash(['repair', at('two'), '--write'], own)
    expect(all).toContain('it was found in two.jsonl.reset.2026-01-01')
    expect(readFileSync(at('two'), 'utf8')).not.toContain('was not recorded')
  })
})
