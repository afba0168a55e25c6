import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { subset } from 'semver'
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }

type Manifest = {
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

/** What a package expects its user to install beside it. */
function peersOf(name: string): string[] {
  const path = join('node_modules', name, 'package.json')
  const { peerDependencies = {}, peerDependenciesMeta = {} }: Manifest = JSON.parse(readFileSync(path, 'utf8'))
  return Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional)
}

// npm installs a missing one by itself; yarn and pnpm's strict mode do not
test('what a dependency of ours expects beside it is a dependency, too', () => {
  const ours = Object.keys(manifest.dependencies)
  const expected = ours.flatMap((name) => peersOf(name).map((peer) => `${peer}, for ${name}`))
  expect(expected).not.toEqual([])
  expect(expected.filter((line) => !ours.includes(line.split(',')[0] ?? ''))).toEqual([])
})

type Locked = { readonly dev?: boolean; readonly optional?: boolean; readonly engines?: { readonly node?: string } }

test('every package that comes with ours runs on each Node that we promise', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const packages: Readonly<Record<string, Locked>> = lock.packages
  const theirs = Object.entries(packages).filter(([, { dev, optional }]) => !dev && !optional)
  const tooNew = theirs.filter(([, { engines }]) => !subset(manifest.engines.node, engines?.node ?? '*'))
  expect(tooNew.map(([path, { engines }]) => `${path}: ${engines?.node}`)).toEqual([])
  expect(theirs.some(([, { engines }]) => !subset('>=18', engines?.node ?? '*'))).toBe(true)
})
