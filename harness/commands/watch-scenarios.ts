import { watch } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { execa } from 'execa'
import { programPath } from '../package.ts'
import { dim } from '../report/text.ts'
import { say } from '../terminal.ts'
import { parseArguments } from './arguments.ts'
import { readConfig, withConfig } from './config.ts'
import { scenarioFiles } from './scenario-files.ts'

/** As a shell counts it: 128 and the number of SIGINT. */
const interrupted = 130

/** `--watch`: runs scenarios, and again whenever one of their files was written, until Ctrl-C. Each run is a process of its own. */
export async function watchScenarios(typed: readonly string[]): Promise<never> {
  const words = typed.filter((word) => word !== '--watch')
  const config = await readConfig()
  const { files } = parseArguments(withConfig(config, words))
  const paths = (await scenarioFiles(files.length > 0 ? files : (config.scenarios ?? []))).map((file) => resolve(file))
  const changes = watchFiles(paths)
  // Ctrl-C goes to the run, too, which cleans up before it ends
  let [isRunning, isOver] = [false, false]
  process.on('SIGINT', () => {
    isOver = true
    if (!isRunning) process.exit(interrupted)
  })
  for (;;) {
    const changed = changes.next()
    isRunning = true
    const cli = programPath('../cli.ts', import.meta.url)
    await execa(process.execPath, [cli, ...words], { stdio: 'inherit', reject: false })
    isRunning = false
    if (isOver) process.exit(interrupted)
    say('', dim(`watching ${paths.length} scenario ${paths.length === 1 ? 'file' : 'files'}; Ctrl-C ends it`))
    say(dim(`${basename(await changed)} has changed`))
  }
}

/** Tells of writes to files; `next` resolves with the first file that is written from now on. Editors replace a file, so its folder is watched. */
function watchFiles(paths: readonly string[]) {
  const waiting: ((path: string) => void)[] = []
  for (const [folder, inside] of Map.groupBy(paths, dirname))
    watch(folder, (_, name) => {
      const path = inside.find((one) => basename(one) === name)
      if (path !== undefined) for (const tell of waiting.splice(0)) tell(path)
    })
  return { next: () => new Promise<string>((resolve) => waiting.push(resolve)) }
}
