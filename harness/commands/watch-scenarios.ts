import { EventEmitter, once } from 'node:events'
import { watch } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { execa } from 'execa'
import { isStopping, markCommand } from '../engine/command.ts'
import { programPath } from '../package.ts'
import { dim } from '../report/text.ts'
import { say } from '../terminal.ts'
import { parseArguments } from './arguments.ts'
import { meantScenarios, readConfig, withConfig } from './config.ts'
import { scenarioFiles } from './scenario-files.ts'

/** `--watch`: runs scenarios, and again whenever one of their files was written, until Ctrl-C. Each run is a process of its own. */
export async function watchScenarios(typed: readonly string[]): Promise<never> {
  const words = typed.filter((word) => word !== '--watch')
  const config = await readConfig()
  const { files } = parseArguments(withConfig(config, words))
  const paths = (await scenarioFiles(meantScenarios(config, files))).map((file) => resolve(file))
  const changes = watchFiles(paths)
  const cli = programPath('../cli.ts', import.meta.url)
  markCommand()
  for (;;) {
    const changed = once(changes, 'change')
    await execa(process.execPath, [cli, ...words], { stdio: 'inherit', reject: false })
    if (!isStopping())
      say('', dim(`watching ${paths.length} scenario ${paths.length === 1 ? 'file' : 'files'}; Ctrl-C ends it`))
    const [path] = await changed
    say(dim(`${basename(path)} has changed`))
  }
}

/** Emits `change` with the path of a file each time it is written. Editors replace a file, so its folder is watched. */
function watchFiles(paths: readonly string[]): EventEmitter {
  const changes = new EventEmitter()
  for (const [folder, inside] of Map.groupBy(paths, dirname))
    watch(folder, (_, name) => {
      const path = inside.find((one) => basename(one) === name)
      if (path !== undefined) changes.emit('change', path)
    })
  return changes
}
