/** A word as a POSIX shell reads it back unchanged. */
export function quote(word: string): string {
  return /^[\w./:@~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
