import { defaultGateway, drivers } from '../gateways/index.ts'
import { ownCommand } from '../package.ts'
import { commands } from './index.ts'

const byCommand = drivers.find(({ takesCommand }) => takesCommand)?.name

/** The help text; it fits one screen. */
export const help = `Usage: ${ownCommand} [scenarios…] [options] | <command> …

Runs scenarios against a real gateway and a strict mock provider, and says
whether every transcript survived: the core, or all ("scenarios/", two hours).

  scenarios…         files (.ts, or .json from anyone, or -), or parts of paths
  --gateway <which>  a name and a version or tag (@latest), several with commas,
                     or a built one's path; ${byCommand} -- <command> is any agent
                     (default: ${defaultGateway.name}@${defaultGateway.defaultVersion})
  --driver <module>  a driver of your own
  --matrix           versions of each month; --matrix agents: each agent
  --no-expectations  raw verdicts; --update-expectations lists what was found
  --api <name>, --route vendor  its model's API; by the vendors' own hosts
  --seed <number>    repeats a run's ids and results (default: a new one)
  --aftermath restart  restart the gateway even where nothing looks wrong
  --port <number>, --times <number>  its port; how often each is run
  --steps            each step as it lands, also where this is no terminal
  --runtime container, --image <base>; vitest's own: -t <pattern>, --shard=1/2

${describeCommands()}
Exit: 0 no news · 1 new finding · 2 inconclusive · 254 usage · 255 crash
Gateways are installed once into the user's cache (GATECRASH_CACHE to move it).
`

function describeCommands(): string {
  const usages = Object.values(commands).map(({ usage }) => usage)
  return usages.map(([call, does]) => `${call.padEnd(20)} ${does}`).join('\n')
}
