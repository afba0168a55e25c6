import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { changeNamed } from './changes.ts'
import { lawfulVariants } from './lawful-variants.ts'
import { plantedBugs } from './planted-bugs.ts'

const folder = 'harness/gateways/reference'
const filesIn = (name: string) => readdirSync(`${folder}/${name}`).map((file) => `${name}/${file}`)

test.each([
  ['planted', plantedBugs],
  ['variants', lawfulVariants],
])('every change in %s/ is in its registry, each name once', async (name, registry) => {
  const modules = await Promise.all(filesIn(name).map((file) => import(`./${file}`)))
  const names = modules.flatMap((module) => Object.values<object>(module)).flatMap(Object.keys)
  expect(names.length).toBeGreaterThan(0)
  expect(names.sort()).toEqual(Object.keys(registry).sort())
})

test('a bug and a variant do not share a name', () => {
  expect(Object.keys(lawfulVariants).filter((name) => name in plantedBugs)).toEqual([])
})

test('a name that nothing has is refused', () => {
  expect(() => changeNamed('no-such-change')).toThrow('there is no reference@no-such-change; there are ')
})

test('the registries load nothing of the gateway but its failures', () => {
  const loads = (file: string) =>
    readFileSync(`${folder}/${file}`, 'utf8').match(/^import (?!type).* from '.*\/server\/(?!failure).*'$/gm) ?? []
  expect([...filesIn('planted'), ...filesIn('variants')].flatMap(loads)).toEqual([])
  expect(loads('changed-gateway.ts')).not.toEqual([])
})

test('the bug in docs/trust.md is one of ours', () => {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('docs/trust.md', 'utf8')) ?? []
  expect(code).toContain('plant(parts, acted)')
  expect(readFileSync(`${folder}/planted/session.ts`, 'utf8').replaceAll(/^ {2}/gm, '')).toContain(code)
})
