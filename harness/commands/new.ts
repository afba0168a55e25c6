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
        'new needs a name, and one only, of small letters, digits and dashes, such as stops/stop-twice, or stop-twice.json',
      )
    const file = join('scenarios', /\.(?:ts|json)$/.test(name) ? name : `${name}.ts`)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, scenarioText(file), { flag: 'wx' }).catch((error) => {
      const why = error.code === 'EEXIST' ? 'it is there already; choose another name' : messageOf(error)
      throw new HarnessError('USAGE', `cannot write ${file}: ${why}`)
    })
    say(
      `${file} is a scenario now. Run it, change it (docs/steps.md has every step), run it again:`,
      `  ${ownCommand} ${file}`,
    )
    return 0
  },
}
