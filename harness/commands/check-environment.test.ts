import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'

const root = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(root, { recursive: true }))

type Place = { readonly cwd: string; readonly tmp: string; readonly cache: string; readonly home: string }
type Told = { readonly env: Record<string, string | undefined>; readonly cwd: string; readonly limit: string }
type Case = readonly [what: string, change: (place: Place) => Partial<Told>, says: RegExp]

const file = (path: string) => writeFileSync(path, '')
/** Nothing changes but what was done. */
const after = (..._done: unknown[]) => ({})
const env = (change: Record<string, string | undefined>) => ({ env: change })
/** A path of so many bytes that is there. */
function longFolder(place: Place, bytes: number): string {
  const folder = join(place.tmp, 'x'.repeat(Math.max(1, bytes - place.tmp.length - 1)))
  mkdirSync(folder)
  return folder
}

/** What is wrong with a place, and what is said of it. Whoever is root writes to all folders but those of the kernel. */
const broken: readonly Case[] = [
  [
    'reports is a file',
    ({ cwd }) => after(file(join(cwd, 'reports'))),
    /folder of reports .*reports\/latest: .*run it in a folder/,
  ],
  [
    'reports/latest is a file',
    ({ cwd }) => after(mkdirSync(join(cwd, 'reports')), file(join(cwd, 'reports/latest'))),
    /reports\/latest: EEXIST/,
  ],
  [
    'reports/runs is a file',
    ({ cwd }) => after(mkdirSync(join(cwd, 'reports')), file(join(cwd, 'reports/runs'))),
    /reports\/runs: EEXIST/,
  ],
  [
    'reports is a link to nothing',
    ({ cwd }) => after(symlinkSync('/nowhere/at/all', join(cwd, 'reports'))),
    /reports\/latest: E/,
  ],
  [
    'reports is a link to itself',
    ({ cwd }) => after(symlinkSync('reports', join(cwd, 'reports'))),
    /reports\/latest: E/,
  ],
  [
    'reports is a link to a folder of the kernel',
    ({ cwd }) => after(symlinkSync('/proc', join(cwd, 'reports'))),
    /reports\/latest: E/,
  ],
  ['the folder is one of the kernel', () => ({ cwd: '/proc' }), /\/proc\/reports\/latest: E/],
  ['the folder is read-only', () => ({ cwd: '/sys' }), /\/sys\/reports\/latest: E/],
  ['no file may be as large as a probe', () => ({ limit: 'ulimit -f 1' }), /EFBIG/],
  ['TMPDIR is missing', ({ tmp }) => env({ TMPDIR: join(tmp, 'gone') }), /temporary files .*gone: ENOENT.*set TMPDIR/],
  ['TMPDIR is relative', () => env({ TMPDIR: 'tmp' }), /temporary files tmp: it is no absolute path/],
  ['TMPDIR is this folder', () => env({ TMPDIR: '.' }), /it is no absolute path/],
  ['TMPDIR is the folder above', () => env({ TMPDIR: '..' }), /it is no absolute path/],
  ['TMPDIR is a tilde', () => env({ TMPDIR: '~/tmp' }), /it is no absolute path/],
  [
    'TMPDIR is a file',
    ({ tmp }) => after(file(join(tmp, 'file'))) && env({ TMPDIR: join(tmp, 'file') }),
    /it is no folder/,
  ],
  [
    'TMPDIR is below a file',
    ({ tmp }) => after(file(join(tmp, 'file'))) && env({ TMPDIR: join(tmp, 'file/x') }),
    /ENOTDIR/,
  ],
  ['TMPDIR is a device', () => env({ TMPDIR: '/dev/null' }), /it is no folder/],
  ['TMPDIR is a folder of the kernel', () => env({ TMPDIR: '/proc' }), /files \/proc: E/],
  ['TMPDIR is read-only', () => env({ TMPDIR: '/sys' }), /files \/sys: E/],
  [
    'TMPDIR is a link to nothing',
    ({ tmp }) => after(symlinkSync('gone', join(tmp, 'link'))) && env({ TMPDIR: join(tmp, 'link') }),
    /ENOENT/,
  ],
  [
    'TMPDIR is a link to itself',
    ({ tmp }) => after(symlinkSync('link', join(tmp, 'link'))) && env({ TMPDIR: join(tmp, 'link') }),
    /ELOOP/,
  ],
  [
    'TMPDIR is too long for a socket',
    (place) => env({ TMPDIR: longFolder(place, 60) }),
    /longer than \d+ bytes, too long for the sockets/,
  ],
  ['TMPDIR is much too long', (place) => env({ TMPDIR: longFolder(place, 200) }), /too long for the sockets/],
  ['TMPDIR is longer than a path', () => env({ TMPDIR: `/${'x/'.repeat(3_000)}` }), /too long for the sockets/],
  ['TMPDIR is made of letters of two bytes', () => env({ TMPDIR: `/${'é'.repeat(40)}` }), /too long for the sockets/],
  ['the cache is a file', ({ cache }) => after(file(cache)), /cache folder .*: EEXIST.*set GATECRASH_CACHE/],
  [
    'the cache is below a file',
    ({ cache }) => after(file(cache)) && env({ GATECRASH_CACHE: join(cache, 'x') }),
    /ENOTDIR/,
  ],
  ['the cache is a device', () => env({ GATECRASH_CACHE: '/dev/null' }), /cache folder \/dev\/null: EEXIST/],
  [
    'the cache is below a device',
    () => env({ GATECRASH_CACHE: '/dev/null/x' }),
    /cache folder \/dev\/null\/x: ENOTDIR/,
  ],
  ['the cache is a folder of the kernel', () => env({ GATECRASH_CACHE: '/proc/x' }), /cache folder \/proc\/x: E/],
  ['the cache is read-only', () => env({ GATECRASH_CACHE: '/sys' }), /cache folder \/sys: E/],
  ['the cache is a link to nothing', ({ cache }) => after(symlinkSync('/nowhere/at/all', cache)), /cache folder .*: E/],
  ['the cache is a link to itself', ({ cache }) => after(symlinkSync(cache, cache)), /cache folder .*: E/],
  [
    'the name of the cache is too long',
    ({ cache }) => env({ GATECRASH_CACHE: join(cache, 'x'.repeat(300)) }),
    /ENAMETOOLONG/,
  ],
  [
    'HOME is empty',
    () => env({ GATECRASH_CACHE: undefined, HOME: '' }),
    /cache folder .*no absolute path \(see HOME\)/,
  ],
  ['HOME is relative', () => env({ GATECRASH_CACHE: undefined, HOME: 'me' }), /no absolute path \(see HOME\)/],
  ['HOME is a tilde', () => env({ GATECRASH_CACHE: undefined, HOME: '~' }), /no absolute path \(see HOME\)/],
  [
    'HOME is a file',
    ({ home }) => after(file(join(home, 'f'))) && env({ GATECRASH_CACHE: undefined, HOME: join(home, 'f') }),
    /ENOTDIR/,
  ],
  ['HOME is a device', () => env({ GATECRASH_CACHE: undefined, HOME: '/dev/null' }), /ENOTDIR/],
  ['HOME is a folder of the kernel', () => env({ GATECRASH_CACHE: undefined, HOME: '/proc' }), /\/proc\/.*: E/],
  [
    'XDG_CACHE_HOME is a file',
    ({ home }) => after(file(join(home, 'f'))) && env({ GATECRASH_CACHE: undefined, XDG_CACHE_HOME: join(home, 'f') }),
    /ENOTDIR/,
  ],
  ['XDG_CACHE_HOME is a device', () => env({ GATECRASH_CACHE: undefined, XDG_CACHE_HOME: '/dev/null' }), /ENOTDIR/],
]

/** What is odd and works. */
const fine: readonly Case[] = [
  ['nothing is wrong', () => ({}), /^fine$/],
  ['TMPDIR is empty', () => env({ TMPDIR: '' }), /^fine$/],
  ['TMPDIR ends with a slash', ({ tmp }) => env({ TMPDIR: `${tmp}/` }), /^fine$/],
  [
    'TMPDIR has a space and a quote',
    ({ tmp }) => after(mkdirSync(join(tmp, `a '`))) && env({ TMPDIR: join(tmp, `a '`) }),
    /^fine$/,
  ],
  [
    'TMPDIR is a link',
    ({ tmp, home }) => after(symlinkSync(home, join(tmp, 'l'))) && env({ TMPDIR: join(tmp, 'l') }),
    /^fine$/,
  ],
  ['reports is a link to a folder', ({ cwd, home }) => after(symlinkSync(home, join(cwd, 'reports'))), /^fine$/],
  ['GATECRASH_CACHE is relative', () => env({ GATECRASH_CACHE: 'cache' }), /^fine$/],
  ['GATECRASH_CACHE is empty', () => env({ GATECRASH_CACHE: '' }), /^fine$/],
  [
    'XDG_CACHE_HOME is relative, and so left out',
    () => env({ GATECRASH_CACHE: undefined, XDG_CACHE_HOME: 'rel' }),
    /^fine$/,
  ],
  ['HOME has a line break', ({ home }) => env({ GATECRASH_CACHE: undefined, HOME: join(home, 'a\nb') }), /^fine$/],
  ['HOME is not there yet', ({ home }) => env({ GATECRASH_CACHE: undefined, HOME: join(home, 'new') }), /^fine$/],
  ['the folder may not be read, only entered', ({ cwd }) => after(chmodSync(cwd, 0o300)), /^fine$/],
]

const module = resolve('harness/commands/check-environment.ts')
const program = `
  import { isUsageError } from ${JSON.stringify(resolve('harness/errors.ts'))}
  import { checkEnvironment } from ${JSON.stringify(module)}
  const told = await checkEnvironment().then(() => 'fine', (error) => isUsageError(error) ? error.message : 'crash: ' + error.stack)
  process.stdout.write(told)`

let made = 0

async function told(change: Case[1]): Promise<string> {
  const place = join(root, String(made++))
  const [cwd, tmp, home] = ['cwd', 'tmp', 'home'].map((name) => join(place, name)) as [string, string, string]
  for (const folder of [cwd, tmp, home]) mkdirSync(folder, { recursive: true })
  const cache = join(place, 'cache')
  const changed = change({ cwd, tmp, cache, home })
  const all = { HOME: home, TMPDIR: tmp, GATECRASH_CACHE: cache, ...changed.env }
  const limit = changed.limit ?? 'true'
  const words = ['-c', `${limit} && exec "$0" "$@"`, process.execPath, '--input-type=module', '-e', program]
  const ran = await execa('bash', words, { cwd: changed.cwd ?? cwd, env: all, reject: false })
  expect(readdirSync(cwd).filter((name) => !['reports', 'cache'].includes(name))).toEqual([])
  return ran.stdout
}

test.skipIf(process.platform !== 'linux').concurrent.each([...broken, ...fine])('%s', async (_, change, says) => {
  expect(await told(change)).toMatch(says)
})

test('enough is tried', () => {
  expect(broken.length).toBeGreaterThanOrEqual(40)
})
