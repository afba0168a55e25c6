import { defaultGateway, drivers } from '../gateways/index.ts'
import { own } from '../own.ts'
import { ownCommand } from '../package.ts'
import { capital } from '../report/page/words.ts'
import { commandOptions } from './command-options.ts'
import { commands } from './index.ts'

const byCommand = drivers.find(({ takesCommand }) => takesCommand)?.name

/** The help text; it fits one screen. */
export const help = `Usage: ${ownCommand} [scenarios…] [options] | <command> …

Runs scenarios against a real gateway and a strict mock provider, and says
whether every transcript survived: the core, or all ("scenarios/", two hours).

  scenarios…         files (.ts, or .json from anyone, or -), or parts of paths
  --gateway <which>  a name and a version or tag (@latest), several with commas,
                     or the path of a build; ${byCommand} -- <command> is any agent
                     (default: ${defaultGateway.name}@${defaultGateway.defaultVersion})
  --driver <module>  a driver of your own; --matrix: versions of each month
  --last-failed      only what did not pass; --watch: again at each write
  --warm             scenarios side by side on one gateway; what is new, alone
  --no-expectations  raw verdicts; --update-expectations lists what was found
  --api <name>       its model's API; --route vendor intercepts vendors' hosts
  --seed <number>    repeats a run's ids and results (default: a new one)
  --aftermath restart  restart the gateway even where nothing looks wrong
  --port <number>    the gateway's port; --times <number> repeats each scenario
  --steps            each step as it lands; --maxWorkers=<n> runs at once
  --runtime container, --image <base>; vitest's own: -t <pattern>, --shard=1/2

${describeCommands()}
Exit: 0 nothing new · 1 something new · 2 not judged · 254 usage · 255 crash
Defaults: gatecrash.config.json or .ts here. More: <command> --help
`

function describeCommands(): string {
  const usages = Object.values(commands).map(({ usage }) => usage)
  return usages.map(([call, does]) => `${call.padEnd(20)} ${does}`).join('\n')
}

/** The help of a command, with its own options; that of all where there is no such command. */
export function helpOf(name: string): string {
  const command = own(commands, name)
  if (command === undefined) return help
  if (command.help !== undefined) return command.help
  const [call, does] = command.usage
  const rows = own(commandOptions, name) ?? []
  const width = Math.max(0, ...rows.map(([option]) => option.length))
  const described = rows.map(([option, what]) => `  ${option.padEnd(width)}  ${what}`)
  return [`Usage: ${ownCommand} ${call}`, '', `${capital(does)}.`, ...(rows.length > 0 ? ['', ...described] : [])].join(
    '\n',
  )
}
