/** Lines as they are, in a block of Markdown that nothing in them can end; nobody is called by a name in it. */
export function fence(language: string, lines: readonly string[]): string {
  const text = lines.join('\n')
  const ticks = '`'.repeat(Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length)) + 1)
  return `${ticks}${language}\n${text}\n${ticks}`
}
