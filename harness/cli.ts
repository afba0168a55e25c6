import { exitCodes } from './commands/command.ts'
import { help } from './commands/help.ts'
import { commands } from './commands/index.ts'
import { runScenarios } from './commands/run-scenarios.ts'
import { HarnessError, isUsageError, messageOf } from './errors.ts'
import { printable } from './quote.ts'
import { endCommand } from './runner/command.ts'

const usageExitCode = 254

async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help') || words.includes('-h')) {
    process.stdout.write(help)
    return 0
  }
  const [name = '', ...rest] = words
  return Object.hasOwn(commands, name) ? (commands[name]?.run(rest) ?? 0) : runScenarios(words)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const usage = isUsageError(error)
  console.error(`gatecrash: ${printable(messageOf(error))}`)
  if (!usage && error instanceof Error && !(error instanceof HarnessError)) console.error(error.stack)
  process.exitCode = usage ? usageExitCode : exitCodes.crash
} finally {
  await endCommand()
}
