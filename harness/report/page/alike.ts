/** A finding's words without the names that differ from tool to tool, call to call and request to request. */
export function shapeOf(says: string): string {
  return says
    .replace(/"[^"]*"/g, '"…"')
    .replace(/\b(tools?|calls?|session|run|process) [\w.-]+(?:(?:, | and )[\w.-]+)*/gi, '$1 …')
    .replace(/\d+/g, 'N')
}

/** What differs only in the tool, the call or the request, put together; each group in the order of the list. */
export function alike<T>(all: readonly T[], saysOf: (one: T) => string): T[][] {
  return [...Map.groupBy(all, (one) => shapeOf(saysOf(one))).values()]
}
