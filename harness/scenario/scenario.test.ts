import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { gateway, model, scenario, tool, user } from './builders.ts'
import { loadScenarios } from './load.ts'
import { parseScenario } from './schema.ts'
import { positionOf, scriptOf } from './script.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const parse = (steps: unknown, more: object = {}) => parseScenario({ title: 't', steps, ...more }, 'x.json')
const says = { do: 'user.says', text: 'compare' }

describe('a scenario', () => {
  test.each(globSync('scenarios/**/*.ts'))('%s survives JSON unchanged', async (path) => {
    const loaded = await loadScenarios(path)
    const json = file(`${basename(path)}.json`, JSON.stringify(loaded))
    expect(await loadScenarios(json)).toEqual(loaded)
  })

  test('is what the builders say, as plain data', () => {
    const { steps } = scenario({
      title: 't',
      steps: [
        user.says('compare'),
        model.calls('a', tool.call('b', { timeoutSeconds: 2 })).cutAfter('b', 'input', 2),
        gateway.receives('SIGTERM'),
      ],
    })
    expect(steps).toEqual([
      { do: 'user.says', text: 'compare', session: 'main', client: 'main' },
      {
        do: 'model.calls',
        text: '',
        calls: [{ tool: 'a' }, { tool: 'b', timeoutSeconds: 2 }],
        fault: { kind: 'cut', by: 'fin', at: { call: 'b', after: 'input', nth: 2 } },
      },
      { do: 'gateway.receives', signal: 'SIGTERM' },
    ])
  })

  test('gives each reply of the model to the newest message above it', () => {
    const { steps } = scenario({
      title: 't',
      steps: [user.says('one'), model.calls('a'), model.says('x'), user.says('two'), model.says('y')],
    })
    expect(scriptOf(steps).map(({ replies }) => replies.length)).toEqual([2, 1])
    expect(steps.map((_, index) => positionOf(steps, index))).toEqual([
      undefined,
      { turn: 0, reply: 0 },
      { turn: 0, reply: 1 },
      undefined,
      { turn: 1, reply: 0 },
    ])
  })
})

test('what the model says of what the gateway asks for itself comes after all turns, in its own order', () => {
  const { steps } = scenario({
    title: 't',
    steps: [user.says('one'), model.summarizes('a'), model.says('x'), model.summarizes('b')],
  })
  expect(scriptOf(steps).map(({ says, side, replies }) => [says, side, replies.map(({ text }) => text)])).toEqual([
    ['one', undefined, ['x']],
    ['', true, ['a', 'b']],
  ])
  expect(positionOf(steps, 3)).toEqual({ turn: 1, reply: 1, side: true })
})

test('in a scenario of several sessions, a reply belongs to the newest message of the session it names', () => {
  const { steps } = scenario({
    title: 't',
    steps: [
      user.says('one'),
      user.says('two', { session: 'b' }),
      model.calls('a').in('main').cutAfter('a', 'end'),
      model.calls('c').in('b').withIdsOf('a').saying('I shall look'),
      model.says('x', { session: 'main' }),
      model.says('y'),
    ],
  })
  expect(scriptOf(steps).map(({ replies }) => replies.map(({ text, calls }) => calls[0]?.tool ?? text))).toEqual([
    ['a', 'x'],
    ['c', 'y'],
  ])
  expect(steps.flatMap((_, index) => positionOf(steps, index) ?? [])).toEqual([
    { turn: 0, reply: 0 },
    { turn: 1, reply: 0 },
    { turn: 0, reply: 1 },
    { turn: 1, reply: 1 },
  ])
  expect(steps[2]).toMatchObject({ session: 'main', fault: { kind: 'cut' } })
  expect(steps[3]).toMatchObject({ calls: [{ tool: 'c', idOf: 'a' }], text: 'I shall look' })
})

test('a reply may be to an earlier message, and be waited for', () => {
  const { steps } = scenario({
    title: 't',
    steps: [
      user.says('one'),
      model.calls('a'),
      model.thinks(),
      user.says('two'),
      model.says('x', { to: 'one' }),
      model.calls('b').answering('one'),
      model.says('y'),
    ],
  })
  expect(scriptOf(steps).map(({ replies }) => replies.length)).toEqual([3, 1])
  expect(steps.flatMap((_, index) => positionOf(steps, index) ?? [])).toEqual([
    { turn: 0, reply: 0 },
    { turn: 0, reply: 1 },
    { turn: 0, reply: 1 },
    { turn: 0, reply: 2 },
    { turn: 1, reply: 0 },
  ])
})

describe('a scenario that is not one is refused, naming the file and the field', () => {
  test.each([
    [
      'an unknown step',
      [{ do: 'gateway.explodes' }],
      'x.json is not a scenario:\n  step 1: steps[0].do: unknown step "',
    ],
    ['an unknown field', [{ ...says, shell: 'rm -rf /' }], 'steps[0]'],
    ['a wrong type', [{ do: 'user.says', text: 7 }], 'steps[0].text'],
    [
      'a name with other characters',
      [says, { do: 'model.calls', calls: [{ tool: '../x' }] }],
      'steps[1].calls[0].tool: a name has 1 to 20 letters',
    ],
    [
      'a tool that nobody calls',
      [says, { do: 'tool.finishes', tool: 'z' }],
      'steps[1].tool: no step of the model calls a tool "z"',
    ],
    [
      'a tool name used twice',
      [says, { do: 'model.calls', calls: [{ tool: 'a' }, { tool: 'a' }] }],
      'steps[1].calls: every call',
    ],
    [
      'the id of a call that comes later',
      [says, { do: 'model.calls', calls: [{ tool: 'a' }, { tool: 'b', idOf: 'a' }] }],
      'steps[1].calls[1].idOf: no step above calls "a"',
    ],
    [
      'a cut in a call of another reply',
      [
        says,
        {
          do: 'model.calls',
          calls: [{ tool: 'a' }],
          fault: { kind: 'cut', at: { call: 'b', after: 'input', nth: 1 } },
        },
      ],
      'steps[1].fault.at.call: this reply does not call "b"',
    ],
    [
      'a message inside another',
      [says, { do: 'user.says', text: 'compare again' }],
      'steps[0].text: this text is also in the message of steps[1]',
    ],
    [
      'a stop of a run that nobody began',
      [says, { do: 'user.aborts', run: 'weigh' }],
      'steps[1].run: no step above says "weigh"',
    ],
    [
      'a message that is waited for before it is said',
      [{ do: 'message.waits', text: 'compare' }, says],
      'steps[0].text: no step above says "compare"',
    ],
    [
      'a continuation of a reply that is not broken',
      [says, { do: 'model.says', text: 'x', again: 'y' }],
      'steps[1]: only a reply that is broken',
    ],
    ['a reply before any message', [{ do: 'model.says', text: 'x' }], 'steps[0]: the model cannot reply'],
    [
      'a reply in a session that has not spoken',
      [says, { do: 'model.says', text: 'x', session: 'b' }, { do: 'user.says', text: 'late', session: 'b' }],
      'steps[1].session: the model cannot reply in session "b" before the user has said something there',
    ],
    [
      'a reply to words that were not said',
      [says, { do: 'model.says', text: 'x', to: 'weigh' }],
      'steps[1].to: the model cannot reply to "weigh" before',
    ],
    [
      'a thought that comes to nothing',
      [says, { do: 'model.says', text: 'x' }, { do: 'model.thinks' }],
      'steps[2]: the model thinks of a reply that no step below has',
    ],
    [
      'something after two recoveries',
      [says, { do: 'gateway.recoversTwice' }, { do: 'model.says', text: 'x' }],
      'steps[1]: two recoveries are compared at the end; put this step last',
    ],
    [
      'a command in place of a message',
      [{ do: 'user.says', text: '/export-session /etc/x' }],
      'steps[0].text: a message does not start with',
    ],
    ['a command of the shell', [{ do: 'user.says', text: '!ls' }], 'steps[0].text: a message does not start with'],
    ['a control character', [says, { do: 'model.says', text: 'x\u001b[2J' }], 'steps[1].text'],
    ['no steps', [], 'steps'],
    ['too many steps', Array.from({ length: 201 }, () => ({ do: 'user.stops' })), 'steps'],
  ])('%s', (_, steps, message) => {
    expect(() => parse(steps)).toThrow(message)
  })

  test.each([
    ['a page step of a client that is no page', {}, 'steps[0].client: client "main" is no page'],
    [
      'a tab of a client that is no page',
      { tab: { tabOf: 'main' } },
      'clients.tab.tabOf: client "main" is no \'control-ui\'',
    ],
    ['a tab of a tab', { main: 'control-ui', a: { tabOf: 'main' }, b: { tabOf: 'a' } }, 'clients.b.tabOf'],
    ['a network of a tab', { desk: 'control-ui', main: { tabOf: 'desk' } }, 'steps[0].client: a tab has the network'],
    ['another kind of client', { main: 'telnet' }, 'clients.main'],
  ])('%s', (_, clients, message) => {
    const steps = [{ do: 'page.sleeps' }, says]
    expect(() => parseScenario({ title: 't', clients, steps }, 'x.json')).toThrow(message)
  })

  test.each([
    ['no file', () => '/nowhere/x.json', 'cannot read /nowhere/x.json'],
    ['no JSON', () => file('bad.json', '{'), 'bad.json is not JSON'],
    ['a huge file', () => file('huge.json', ' '.repeat(256_001)), 'is larger than 256 KB'],
    ['TypeScript in a JSON file', () => file('code.json', 'export default {}'), 'code.json is not JSON'],
    ['a script with another name', () => file('code.mjs', 'export default {}'), 'is neither a .json nor a .ts file'],
    ['a module without a default export', () => file('empty.ts', 'export {}'), 'empty.ts is not a scenario'],
    ['a module that does not load', () => file('broken.ts', 'throw new Error("no")'), 'cannot load'],
    ['no scenario in a list', () => list(), 'has 0 scenarios; a list has 1 to 100'],
    ['a list with one that is none', () => list(family('x'), {}), 'list.json [1] is not a scenario'],
    ['two of a family with one title', () => list(family('x'), family('x')), 'two scenarios with the title "x"'],
  ])('%s', async (_, make, message) => {
    await expect(loadScenarios(make())).rejects.toThrow(message)
  })

  test('but a list of several is a family', async () => {
    expect((await loadScenarios(list(family('x'), family('y')))).map(({ title }) => title)).toEqual(['x', 'y'])
  })
})

const family = (title: string) => ({ title, steps: [says] })
const list = (...scenarios: unknown[]) => file('list.json', JSON.stringify(scenarios))

test('a reply may be to the task of a session that the model has spawned', () => {
  const spawn = tool.call('s', { native: 'sessions-spawn', task: 'count' })
  const { steps } = scenario({
    title: 't',
    steps: [
      user.says('one'),
      model.calls(spawn),
      model.calls('b').answering('count'),
      user.says('two'),
      model.says('y'),
    ],
  })
  expect(scriptOf(steps)).toMatchObject([
    { says: 'one', replies: [{ calls: [{ tool: 's' }] }] },
    { says: 'two', replies: [{ text: 'y' }] },
    { says: 'count', begins: true, replies: [{ calls: [{ tool: 'b' }] }] },
  ])
  expect(steps.flatMap((_, index) => positionOf(steps, index) ?? [])).toEqual([
    { turn: 0, reply: 0 },
    { turn: 2, reply: 0 },
    { turn: 1, reply: 0 },
  ])
})
