/**
 * The command line. Nothing else is loaded before these handlers are there: Node's own code for an error that nobody catches is 1, which
 * is a finding's, and a program that cannot even be loaded has crashed (255), too.
 */
process.on('uncaughtException', (error) => void crash(error))
process.stdout.on('error', (error) => void crash(error))
// whoever does not listen to errors is not told of them
process.stderr.on('error', () => {})

try {
  const { main } = await import('./commands/main.ts')
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  await crash(error)
}

/** Ends all that was started, says why, and exits: with 254 for what the user can mend, and otherwise 255. */
async function crash(error: unknown): Promise<never> {
  let code = 255
  try {
    const { endWith } = await import('./commands/end-with.ts')
    code = await endWith(error)
  } catch {
    process.stderr.write(`gatecrash: ${error instanceof Error ? error.message : 'it crashed'}\n`)
  }
  process.exit(code)
}
