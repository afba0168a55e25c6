import { openclaw } from '../gateways/openclaw/driver.ts'
import { commands } from './index.ts'

/** The help text; it fits one screen. */
export const help = `Usage: npm run chaos -- [scenarios…] [options]
       npm run chaos -- <command> …

Runs scenarios against a real gateway and a strict mock provider, and says
whether every transcript survived. Without scenarios it runs all in scenarios/.

  scenarios…         files (.ts, or .json from anyone), or parts of their paths
  --gateway <which>  openclaw@2026.4.14, openclaw@latest, reference, or the path
                     of a built OpenClaw  (default: openclaw@${openclaw.defaultVersion})
  --api <name>       the API of its model (default: the gateway's first)
  --route vendor     through the vendors' own hosts, answered in its process
  --seed <number>    repeats a run's ids and results (default: a new one)
  --port <number>    the gateway's port (default: a free one)
  --runtime container, --image <base>   in a container (docs/containers.md)
  -t <pattern>, --reporter=junit, --shard=1/2, --maxWorkers=2, …
                     vitest's own options, which work as you know them

${describeCommands()}

Exit code: 0 all pass · 1 a finding · 2 inconclusive · 254 usage · 255 crash
Gateways are installed once into the user's cache (GATECRASH_CACHE to move it).
`

function describeCommands(): string {
  const usages = Object.values(commands).map(({ usage }) => usage)
  return usages.map(([call, does]) => `${call.padEnd(20)} ${does}`).join('\n')
}
