/** How many machines share the scenarios of a version; a few scenarios are for one. */
const shardsOfAll = [1, 2, 3]

/** What a night runs: the versions of OpenClaw, the shards of each, and the agents whose newest version a map is drawn of. */
export type Night = {
  readonly versions: readonly string[]
  readonly shards: readonly number[]
  readonly maps: readonly string[]
}

/**
 * What is asked for, with spaces or commas between, or else the matrix and the newest release.
 * @param mapped the agents of which maps are published
 * @throws Error naming the word that is no version: it becomes part of commands and of file names
 */
export function nightOf(
  versions: string,
  scenarios: string,
  matrix: readonly string[],
  newest: string | undefined,
  mapped: readonly string[] = [],
): Night {
  const asked = versions.split(/[\s,]+/).filter((word) => word !== '')
  const wrong = asked.find((word) => !/^[0-9a-z][\w.-]*$/.test(word))
  if (wrong !== undefined) throw new Error(`"${wrong}" is no version; write 2026.4.14, or latest`)
  const all = [...matrix, ...(newest === undefined ? [] : [newest])]
  return {
    versions: [...new Set(asked.length > 0 ? asked : all)],
    shards: scenarios.trim() === '' ? shardsOfAll : [1],
    maps: asked.length > 0 || scenarios.trim() !== '' ? [] : [...new Set(mapped)],
  }
}
