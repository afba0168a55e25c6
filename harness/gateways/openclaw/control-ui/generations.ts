import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gte } from 'semver'
import type { Generation } from './generation.ts'
import { generation1 } from './generation-1.ts'
import { generation2 } from './generation-2.ts'
import { generation3 } from './generation-3.ts'

/** The newest first. */
const generations: readonly Generation[] = [generation3, generation2, generation1]

/** The generation of the Control UI that a version has. */
export function generationOf(version: string): Generation {
  return generations.find(({ since }) => gte(version, since)) ?? generation1
}

/** Why the page of an installed version is none that we know, said before any scenario fails by it; nothing when we know it. */
export function unknownPage(version: string, folder: string): string | undefined {
  const { marks, since } = generationOf(version)
  const program = programIn(join(folder, 'dist', 'control-ui', 'assets'))
  if (program === '') return `openclaw ${version} has no Control UI`
  const missing = marks.filter((mark) => !program.includes(mark))
  return missing.length === 0
    ? undefined
    : `the Control UI of openclaw ${version} is not the one known since ${since}: it has no ${missing.join(', ')}; it needs a file beside harness/gateways/openclaw/control-ui/generation-3.ts`
}

function programIn(folder: string): string {
  try {
    const files = readdirSync(folder).filter((name) => name.endsWith('.js'))
    return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
  } catch {
    return ''
  }
}
