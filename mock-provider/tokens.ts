/** How many tokens so many letters are, or bytes: about four make one, and nobody counts on more. */
export function tokensOf(letters: number): number {
  return Math.max(1, Math.round(letters / 4))
}
