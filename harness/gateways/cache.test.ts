import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cacheFolder, installOnce, type Wanted } from './cache.ts'

const module = fileURLToPath(new URL('./cache.ts', import.meta.url))
let folder: string
let wanted: Wanted

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  vi.stubEnv('GATECRASH_CACHE', join(folder, 'cache'))
  const tiny = join(folder, 'tiny')
  mkdirSync(tiny)
  writeFileSync(join(tiny, 'package.json'), '{"name":"tiny","version":"1.0.0"}')
  wanted = { name: 'tiny@1.0.0', manifest: { private: true, dependencies: { tiny: `file:${tiny}` } }, bytes: 1_000 }
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const inCache = () => readdirSync(cacheFolder())

test('installs once, with progress, and is found without npm the next time', async () => {
  const progress: string[] = []
  const place = await installOnce(wanted, (line) => progress.push(line))
  expect(JSON.parse(readFileSync(join(place, 'node_modules', 'tiny', 'package.json'), 'utf8')).version).toBe('1.0.0')
  expect(progress[0]).toMatch(
    /^tiny@1\.0\.0 is not in the cache; npm fetches it now, .* The cache has no gateway yet\.$/,
  )
  expect(progress[1]).toContain('installing tiny@1.0.0')
  vi.stubEnv('PATH', '/nowhere')
  expect(await installOnce(wanted, () => {})).toBe(place)
})

test('what is left to do when npm is done is done before it counts as installed', async () => {
  const seen: string[][] = []
  const complete = async (place: string) => {
    seen.push([...readdirSync(place), ...inCache().filter((name) => !name.startsWith('.'))])
    if (seen.length === 1) throw new Error('not today')
  }
  await expect(installOnce({ ...wanted, complete }, () => {})).rejects.toThrow('not today')
  expect(inCache()).toEqual([])
  await installOnce({ ...wanted, complete }, () => {})
  expect(inCache()).toEqual(['tiny@1.0.0'])
  expect(seen[1]).toContain('node_modules')
  expect(seen[1]).not.toContain('tiny@1.0.0')
})

test('two at once do not clash', async () => {
  const places = await Promise.all([installOnce(wanted, () => {}), installOnce(wanted, () => {})])
  expect(new Set(places).size).toBe(1)
  expect(inCache()).toEqual(['tiny@1.0.0'])
})

test('what another process is installing is awaited, and found', async () => {
  const other = execa(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { reject: false })
  const scratch = join(cacheFolder(), `.installing-${other.pid}-tiny@1.0.0-abcdef`)
  mkdirSync(scratch, { recursive: true })
  const progress: string[] = []
  const installing = installOnce(wanted, (line) => progress.push(line))
  await expect.poll(() => progress).toEqual([`process ${other.pid} is installing tiny@1.0.0; waiting for it`])
  renameSync(scratch, join(cacheFolder(), 'tiny@1.0.0'))
  expect(await installing).toBe(join(cacheFolder(), 'tiny@1.0.0'))
  other.kill()
  await other
  expect(progress).toHaveLength(1)
})

test('an install of another process that ends without a result is made anew', async () => {
  const other = execa(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { reject: false })
  mkdirSync(join(cacheFolder(), `.installing-${other.pid}-tiny@1.0.0-abcdef`), { recursive: true })
  const progress: string[] = []
  const installing = installOnce(wanted, (line) => progress.push(line))
  await expect.poll(() => progress).toHaveLength(1)
  other.kill('SIGKILL')
  await other
  await installing
  expect(inCache()).toEqual(['tiny@1.0.0'])
})

test('a killed install is never taken for whole, and the next one removes what it left', async () => {
  const program = `import { installOnce } from ${JSON.stringify(module)}; await installOnce(${JSON.stringify(wanted)}, () => process.kill(process.pid, 'SIGKILL'))`
  await execa(process.execPath, ['--input-type=module', '-e', program], { reject: false })
  expect(inCache()).toEqual([expect.stringMatching(/^\.installing-\d+-tiny@1\.0\.0-/)])
  await installOnce(wanted, () => {})
  expect(inCache()).toEqual(['tiny@1.0.0'])
})

test('an install that fails leaves nothing and says what npm said', async () => {
  const broken = {
    name: 'tiny@2.0.0',
    manifest: { private: true, dependencies: { tiny: 'file:/nowhere/tiny.tgz' } },
    bytes: 1_000,
  }
  await expect(installOnce(broken, () => {})).rejects.toThrow(/npm could not install tiny@2\.0\.0: npm error/)
  expect(inCache()).toEqual([])
})

test('a disk without enough room is told at once, with the way out', async () => {
  const huge = { ...wanted, bytes: 1e18 }
  await expect(installOnce(huge, () => {})).rejects.toThrow(
    /no room to install tiny@1\.0\.0 .* it needs about 1000000000\.0 GB, and .* is free; make room/,
  )
  expect(inCache()).toEqual([])
})

test('a cache that cannot be written to is an error that names it and the way out', async () => {
  vi.stubEnv('GATECRASH_CACHE', join(folder, 'tiny', 'package.json', 'cache'))
  await expect(installOnce(wanted, () => {})).rejects.toThrow(/cannot write to the cache folder .*set GATECRASH_CACHE/)
})

test('the cache lies in the user’s cache folder unless told otherwise', () => {
  vi.unstubAllEnvs()
  expect(cacheFolder({ XDG_CACHE_HOME: '/xdg' })).toMatch(/gatecrash$/)
  expect(cacheFolder({ GATECRASH_CACHE: '/mine', XDG_CACHE_HOME: '/xdg' })).toBe('/mine')
})
