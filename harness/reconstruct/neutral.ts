import { readShape } from '../proxy/shapes.ts'

const filler = ['some', 'plain', 'words', 'that', 'say', 'nothing', 'in', 'particular']

/** A scenario takes no longer text. */
const maxCharacters = 1_900

/**
 * A text that says nothing, as long as another one and with letters of several bytes where that has some. It begins with words of its own,
 * by which the messages of a scenario are told apart.
 */
export function neutral(text: string, begins: string): string {
  const characters = Math.min(readShape(text)?.characters ?? text.length, maxCharacters)
  let said = begins
  for (let n = 0; said.length < characters; n++) said += ` ${filler[n % filler.length]}`
  return /[^\p{ASCII}]/u.test(text) ? `${said} größer 🙂` : said
}
