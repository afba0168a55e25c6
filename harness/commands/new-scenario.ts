import { basename, extname } from 'node:path'
import { isPackage } from '../package.ts'
import { gateway, model, scenario, tool, user } from '../scenario/builders.ts'

/** The text of a new scenario file, by its path inside the repository: a restart in the middle of a batch, to be changed at will. */
export function scenarioText(file: string): string {
  const title = basename(file, extname(file)).replaceAll('-', ' ')
  const up = '../'.repeat(file.split('/').length - 1)
  return extname(file) === '.json' ? inJson(title, up) : inTypeScript(title, up)
}

function inTypeScript(title: string, up: string): string {
  const from = isPackage ? 'gatecrash' : `${up}harness/index.ts`
  return `import { gateway, model, scenario, tool, user } from '${from}'

/** Why this must not break anything, in one sentence. */
export default scenario({
  title: '${title}',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
  ],
})
`
}

function inJson(title: string, up: string): string {
  const { steps } = scenario({
    title,
    steps: [
      user.says('compare two companies'),
      model.calls('a', 'b'),
      tool.finishes('a'),
      tool.holds('b'),
      gateway.receives('SIGTERM'),
      gateway.starts(),
    ],
  })
  return `${JSON.stringify({ $schema: `${up}${isPackage ? 'node_modules/gatecrash/' : ''}docs/scenario.schema.json`, title, steps }, null, 2)}\n`
}
