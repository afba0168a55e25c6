import { readFileSync, realpathSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, sep } from 'node:path'
import { quote } from '../../quote.ts'

/** What is seen in a box of this computer, at the same paths: these folders to write to, these to read; all else is read-only, too. */
export type Seen = { readonly write: readonly string[]; readonly read: readonly string[] }

/** What mounts that: a table in the form of fstab(5), and the lines of a shell script in which `mount` is given the table as input. */
export type Mounts = { readonly table: string; readonly script: readonly string[] }

/**
 * Folders that are empty in a box: what others put there is not the gateway's business, and the sockets of services that lie there
 * (of names, of containers, of the desktop) lead out of it.
 */
const emptied = ['/tmp', '/var/tmp', '/run', '/dev/shm', tmpdir(), homedir()]

/** What is empty and read-only: controls of the system. */
const covered = ['/sys/fs/cgroup', '/sys/kernel', '/sys/firmware', '/dev/mqueue']

/** Settings of the system, below the `/proc` of the box. */
const settings = ['/proc/sys', '/proc/sysrq-trigger', '/proc/irq', '/proc/bus']

/** What is mounted in a box, on this computer as it is now. */
export function mountsFor({ write, read }: Seen): Mounts {
  // one may lie in another, which is mounted first
  const empty = [...new Set(emptied.flatMap(realFolder))].toSorted((a, b) => a.length - b.length)
  const covers = covered.flatMap(realFolder)
  const kept = [...write.map((path) => ({ path, how: 'bind' })), ...read.map((path) => ({ path, how: 'bind,ro' }))]
    .flatMap(({ path, how }) => [...new Set([path, ...realFolder(path)])].map((at) => ({ path, at, how })))
    // what lies elsewhere is there already, to read
    .filter(({ at, how }) => how === 'bind' || empty.some((folder) => isIn(at, folder)))
  const table = [
    ...empty.map((at) => [
      'gatecrash',
      at,
      'tmpfs',
      `${realFolder(homedir()).includes(at) ? 'mode=700' : 'mode=1777'},X-mount.mkdir`,
    ]),
    ['gatecrash', '/dev/pts', 'devpts', 'newinstance,ptmxmode=0666,mode=620'],
    ...covers.map((at) => ['gatecrash', at, 'tmpfs', 'ro']),
    ...settings.filter(exists).map((at) => [at, at, 'none', 'bind,ro']),
    ...kept.map(({ at, how }, index) => [`/proc/self/fd/${firstFd + index}`, at, 'none', `${how},X-mount.mkdir`]),
  ]
  if (kept.length > fds) throw new Error(`more than ${fds} folders to keep: ${kept.map(({ at }) => at).join(', ')}`)
  const script = [
    // held open, since what is mounted next hides them
    ...kept.map(({ path }, index) => `exec ${firstFd + index}<${quote(path)}`),
    'mount -a -c -T /proc/self/fd/0',
    ...kept.map((_, index) => `exec ${firstFd + index}<&-`),
    ...ownResolver(empty),
    ...writable([...empty, ...covers]).map(({ at, how }) => `mount -o remount,bind,${how},ro ${quote(at)}`),
  ]
  return { table: table.map((fields) => `${fields.map(field).join(' ')} 0 0\n`).join(''), script }
}

/** What every shell can hold open has one digit. */
const firstFd = 3
const fds = 7

/** Names are asked for at our resolver, which is on the port that a system without this file has asked for ever. */
function ownResolver(empty: readonly string[]): string[] {
  const [file] = realFile('/etc/resolv.conf')
  if (file === undefined) return []
  const say = "echo 'nameserver 127.0.0.1' >"
  if (empty.some((folder) => isIn(file, folder))) return [`mkdir -p ${quote(dirname(file))}`, `${say}${quote(file)}`]
  return [`${say}/run/resolv.conf`, `mount --bind /run/resolv.conf ${quote(file)}`]
}

/** The mounts that can be written to now, with their options, besides those of the kernel's own and those that are hidden. */
function writable(hidden: readonly string[]): { at: string; how: string }[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n')
  const found = lines.flatMap((line) => {
    const [, , , , point = '', how = ''] = line.split(' ')
    const at = point.replace(/\\([0-7]{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8)))
    const isOurs = ['/proc', '/dev', ...hidden].some((folder) => isIn(at, folder))
    return isOurs || how.split(',').includes('ro') || !exists(at) ? [] : [{ at, how }]
  })
  // of two mounts on one point the later is seen
  return [...new Map(found.map((mount) => [mount.at, mount])).values()]
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/** Where a folder really is; nothing when there is none, or when it is the root of all. */
function realFolder(path: string): string[] {
  return realFile(path).filter((real) => real !== '/' && statSync(real).isDirectory())
}

function realFile(path: string): string[] {
  return exists(path) ? [realpathSync(path)] : []
}

function exists(path: string): boolean {
  try {
    return statSync(path) !== undefined
  } catch {
    return false
  }
}

/** A field of fstab(5) has its blanks and backslashes as octal numbers. */
function field(text: string): string {
  return text.replace(/[\s\\#]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`)
}
