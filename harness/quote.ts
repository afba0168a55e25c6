/** A word as a POSIX shell reads it back unchanged. */
export function quote(word: string): string {
  return /^[\w./:@~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A text in lines without the characters that a terminal would act on. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]|\p{Bidi_Control}/gu, '�')
}
