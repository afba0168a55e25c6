import fs from 'node:fs'
import { resolve, sep } from 'node:path'

/** The functions of `node:fs` that change what is at a path, or open it to do so. */
export const changes =
  /^(appendFile|writeFile|mkdir|mkdtemp|truncate|open|rename|copyFile|cp|link|symlink|rm|rmdir|unlink|createWriteStream)(Sync)?$/

/** Which path below a folder a call of such a function would change, if any. `folder` is absolute and ends in a separator. */
export function writtenPath(name: string, args: readonly unknown[], folder: string): string | undefined {
  if (name.startsWith('open') && !/[wa+]/.test(flagsOf(args[1]))) return undefined
  const path = args.slice(0, 2).find((arg) => typeof arg === 'string' && (resolve(arg) + sep).startsWith(folder))
  return typeof path === 'string' ? path : undefined
}

function flagsOf(flags: unknown): string {
  if (typeof flags !== 'number') return String(flags ?? 'r')
  return (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT)) === 0 ? 'r' : 'w'
}
