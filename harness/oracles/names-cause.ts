/** Words that say that a request was refused, or what is wrong with it. */
const refused = /reject|refus|invalid|malformed|corrupt|conflict|(?:not|un)[ -]?(?:accept|allow|support|valid)/i

/** Words of a refusal that also stand where nothing is explained. */
const empty =
  /^(?:error|requests?|messages?|content|please|again|your|this|that|with|have|must|from|something|failed|wrong)$/

/** Whether an error tells a person why a request was refused: by the status, that it was refused, or what the provider has named. */
export function namesCause(words: string, { status, message }: { status: number; message: string }): boolean {
  if (words.includes(String(status)) || refused.test(words)) return true
  const told = new Set(wordsOf(words))
  return words.includes(message) || wordsOf(message).some((word) => !empty.test(word) && told.has(word))
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}_]{4,}/gu) ?? []
}
