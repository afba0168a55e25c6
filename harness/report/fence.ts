/** Lines as they are, in a block of Markdown that nothing in them can end; nobody is called by a name in it. */
export function fence(language: string, lines: readonly string[]): string {
  const text = lines.join('\n')
  const ticks = '`'.repeat(Math.max(2, longestTicks(text)) + 1)
  return `${ticks}${language}\n${text}\n${ticks}`
}

/** The length of the longest run of backticks in a text: longer ones around it cannot be ended by it. */
export function longestTicks(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
}
