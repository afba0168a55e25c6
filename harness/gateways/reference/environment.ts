import { dirname } from 'node:path'
import { compiledFolder } from '../cache.ts'

/** The environment of a gateway's process: nothing of ours reaches it but what is named here. */
export function environmentOf(
  {
    node,
    home,
    environment,
  }: { readonly node: string; readonly home: string; readonly environment: Readonly<Record<string, string>> },
  { __STRYKER_ACTIVE_MUTANT__: mutant }: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  return {
    PATH: `${dirname(node)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    ...environment,
    // most of what a boot costs, and that of a gated tool, is reading TypeScript
    NODE_COMPILE_CACHE: compiledFolder('gateways'),
    // by this Stryker says which mutant of the gateway's code is on trial
    ...(mutant === undefined ? {} : { __STRYKER_ACTIVE_MUTANT__: mutant }),
  }
}
