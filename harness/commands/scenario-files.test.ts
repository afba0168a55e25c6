import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { scenarioFiles } from './scenario-files.ts'

test('without words it is the core; folders and parts of paths name the others', async () => {
  const core = await scenarioFiles([])
  const all = await scenarioFiles(['scenarios/'])
  const stops = await scenarioFiles(['stops/'])
  expect(core).toContain('scenarios/stop-one-running.ts')
  expect(new Set(core.map(dirname))).toEqual(new Set(['scenarios']))
  expect(all.length).toBeGreaterThan(5 * core.length)
  expect(all).toEqual(expect.arrayContaining([...core, ...stops]))
  expect(core).not.toEqual(expect.arrayContaining(stops))
  expect(await scenarioFiles(['core', 'stops/'])).toEqual([...core, ...stops])
})

test('each scenario runs once, however often it is named', async () => {
  expect(await scenarioFiles(['stop-one-running', 'scenarios/stop-one-running.ts'])).toEqual([
    'scenarios/stop-one-running.ts',
  ])
})

test('what names none is refused', async () => {
  await expect(scenarioFiles(['stops/', 'no-such'])).rejects.toThrow(
    'no scenario or command is called "no-such"; did you mean ',
  )
  await expect(scenarioFiles(['stop-one-runing'])).rejects.toThrow('did you mean scenarios/stop-one-running.ts')
  await expect(scenarioFiles(['exlpore'])).rejects.toThrow('did you mean explore')
  await expect(scenarioFiles(['results-kept'])).rejects.toThrow('results-kept is a claim, no scenario')
  await expect(scenarioFiles(['./mine.ts'])).rejects.toThrow('there is no file ./mine.ts')
})
