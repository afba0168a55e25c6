import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HarnessError, messageOf } from '../errors.ts'
import { ownCommand } from '../package.ts'
import { say } from '../terminal.ts'
import type { Command } from './command.ts'
import { scenarioText } from './new-scenario.ts'

/** Writes a scenario to start from: TypeScript, or JSON when the name ends so. It never replaces a file. */
export const newScenario: Command = {
  usage: ['new <name>', 'writes a scenario to start from into scenarios/'],
  async run([name = '', ...others]) {
    if (others.length > 0 || !/^[a-z0-9]+(?:[/-][a-z0-9]+)*(?:\.ts|\.json)?$/.test(name))
      throw new HarnessError(
        'USAGE',
        'give one name in lower case, with digits and dashes: new stops/stop-twice, or new stop-twice.json',
      )
    const file = join('scenarios', /\.(?:ts|json)$/.test(name) ? name : `${name}.ts`)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, scenarioText(file), { flag: 'wx' }).catch((error) => {
      const why = error.code === 'EEXIST' ? 'it is there already; choose another name' : messageOf(error)
      throw new HarnessError('USAGE', `cannot write ${file}: ${why}`)
    })
    say(`Created ${file}. Edit it (docs/steps.md has every step), then run:`, `  ${ownCommand} ${file}`)
    return 0
  },
}
