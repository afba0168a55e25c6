import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Driver, isPath } from '../driver.ts'
import { HarnessError, messageOf } from '../errors.ts'

/** A driver that is not one of ours, and the address of the module that it comes from, so that another process can import it. */
export type PlugIn = { readonly driver: Driver; readonly module: string }

/**
 * The drivers that a folder's own `package.json` names (`"gatecrash": { "drivers": [...] }`), and those that are named besides: paths, or names of
 * packages that are installed there. Importing one runs its code.
 * @throws HarnessError USAGE naming the module that cannot be imported, or is no driver
 */
export async function plugInsOf(folder: string, named: readonly string[]): Promise<readonly PlugIn[]> {
  const modules = [...(await listedIn(folder)), ...named].map((name) => moduleOf(name, folder))
  return Array.fromAsync(new Set(modules), plugIn)
}

/** The driver of a module: its default export. @throws HarnessError USAGE */
export async function plugIn(module: string): Promise<PlugIn> {
  const imported = (await import(module).catch((error) => {
    throw new HarnessError('USAGE', `the driver ${module} cannot be imported: ${messageOf(error)}`, { cause: error })
  })) as { default?: Driver }
  const driver = imported.default
  const wanted = ['install', 'lacks', 'toolCaller', 'open', 'profile'] as const
  const missing = wanted.filter((part) => typeof driver?.[part] !== 'function')
  if (typeof driver?.name !== 'string') missing.unshift('name' as never)
  if (driver === undefined || missing.length > 0)
    throw new HarnessError('USAGE', `the default export of ${module} is no driver: it lacks ${missing.join(', ')}`)
  return { driver, module }
}

async function listedIn(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}')
  try {
    const { gatecrash } = JSON.parse(text) as { gatecrash?: { drivers?: readonly string[] } }
    return gatecrash?.drivers ?? []
  } catch (error) {
    throw new HarnessError('USAGE', `${join(folder, 'package.json')} cannot be read: ${messageOf(error)}`)
  }
}

function moduleOf(name: string, folder: string): string {
  if (isPath(name)) return pathToFileURL(resolve(folder, name)).href
  try {
    return pathToFileURL(createRequire(join(folder, 'package.json')).resolve(name)).href
  } catch (error) {
    throw new HarnessError('USAGE', `there is no package "${name}" with a driver in ${folder}: ${messageOf(error)}`)
  }
}
