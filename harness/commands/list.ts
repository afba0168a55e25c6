import { scenarioName } from '../package.ts'
import { loadScenarios } from '../scenario/load.ts'
import { say } from '../terminal.ts'
import type { Command } from './command.ts'
import { scenarioFiles } from './scenario-files.ts'

/** Lists scenarios: the path that runs each, and its title. */
export const list: Command = {
  usage: ['list [part…]', 'lists all scenarios, or those whose path has a part'],
  async run(parts) {
    const files = await scenarioFiles(parts.length > 0 ? parts : ['scenarios/'])
    for (const file of files) {
      const scenarios = await loadScenarios(file)
      say(scenarioName(file), ...scenarios.map(({ title }) => `    ${title}`))
    }
    return 0
  },
}
