import { client, model, scenario, tool, user } from '../index.ts'
import type { Scenario } from '../scenario/schema.ts'

/** What the person asks for in a sweep. */
export const question = 'compare three companies'

/**
 * One batch of so many tools and the answer to it, with nothing that goes wrong: where the instants of a sweep are from. In a batch that is
 * `parallel` all tools have started before the first one ends; a gateway that runs one after another cannot play it.
 */
export function cleanBatch(tools: number, parallel: boolean): Scenario {
  const names = Array.from({ length: tools }, (_, n) => toolName(n))
  return scenario({
    title: `a batch of ${tools} ${tools === 1 ? 'tool' : 'parallel tools'}`,
    steps: [
      user.says(question),
      model.calls(...names).saying('I look them up: naïve, 東京'),
      ...(parallel ? names.map(tool.holds) : []),
      ...names.map(tool.finishes),
      model.says('they are alike, and the second one is larger: größer, 🦊'),
      client.seesReplyTo(question),
    ],
  })
}

/** The name of the n-th tool of a scenario: `a`, `b`, …, `z`, `a2`, … */
export function toolName(n: number): string {
  const letter = String.fromCharCode('a'.charCodeAt(0) + (n % 26))
  return n < 26 ? letter : `${letter}${Math.floor(n / 26) + 1}`
}
