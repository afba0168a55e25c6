import { homedir } from 'node:os'
import { begins, homes, type Shape, shapes } from './secret-shapes.ts'

/** Whose secrets are kept from a text besides those that it is told of: the user's environment, and their home and those of others, if homes are none of the reader's business. */
export type Owner = { readonly env: Readonly<Record<string, string | undefined>>; readonly home: string | undefined }

/** Names of environment variables that hold secrets, and of those that only tell how one is had. */
const secretName =
  /TOKEN|SECRET|PASS(?:WORD|WD|PHRASE)|API_?KEY|CREDENTIAL|COOKIE|PRIVATE|WEBHOOK|(?:^|_)(?:KEY|AUTH|PASS|DSN)(?:_|$)|_PWD(?:_|$)/i
const aboutSecrets = /(?:^|_)(?:SOCK|PATH|FILE|DIR|HOME|MODE|TYPE|METHOD|NAME|USER|PROVIDER|ENABLED|COMMAND|CMD|ID)$/i

/** Words that a record is made of. A variable that has one for its value, as a setting may, is not hidden: nothing could be read any more. */
const wordsOfRecords =
  /^(?:assistant|complete|configured|disabled|enabled|function|gatecrash|messages|password|provider|reference|required|response|sessions|thinking|tool_use|tool_result|undefined)$/i

/** Two are enough for all but texts that are made for it. */
const maxRounds = 10

/**
 * Takes secrets out of texts, JSON or not: known ones get their names, as in `<gateway-token>`; what only looks like one becomes
 * `<redacted>`. The same text comes out the same each time, and a clean text unchanged, so that runs can still be compared.
 */
export class Redactor {
  readonly #known = new Map<string, Shape>()
  readonly #shapes: readonly Shape[]
  readonly #hints: readonly RegExp[]

  constructor({ env, home }: Owner = { env: process.env, home: homedir() }) {
    for (const [name, value = ''] of Object.entries(env)) if (isSecret(name, value)) this.hide(value, `env ${name}`)
    this.#shapes = home === undefined ? shapes : [...homeOf(home), ...shapes, homes]
    this.#hints = [...new Set(this.#shapes.flatMap(({ hint }) => hint ?? []))]
  }

  /** A secret has this name from now on, wherever it stands, also as JSON and addresses write it. */
  hide(secret: string, name: string): void {
    for (const written of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
      this.#known.set(written, { pattern: patternOf(written), by: () => `<${name}>` })
  }

  /** A text without secrets. What is taken out can leave another shape behind, so it is looked at until no more is found. */
  text(text: string): string {
    let [before, clean] = [text, this.#once(text)]
    for (let round = 1; clean !== before && round < maxRounds; round++) [before, clean] = [clean, this.#once(clean)]
    return clean
  }

  #once(text: string): string {
    let clean = text
    const lacking = new Set<RegExp | undefined>(this.#hints.filter((hint) => !hint.test(text)))
    for (const { pattern, by, hint } of [...this.#known.values(), ...this.#shapes])
      if (!lacking.has(hint)) clean = typeof by === 'string' ? clean.replace(pattern, by) : clean.replace(pattern, by)
    return clean
  }

  /** The same error with a message that holds no secrets. */
  error(error: unknown): unknown {
    if (!(error instanceof Error)) return error
    error.message = this.text(error.message)
    error.stack = this.text(error.stack ?? '')
    return error
  }
}

/** One of letters alone is a word, and parts of longer words are left. */
function patternOf(secret: string): RegExp {
  const escaped = RegExp.escape(secret)
  return new RegExp(/^\p{L}+$/u.test(secret) ? `(?<!\\p{L})${escaped}(?!\\p{L})` : escaped, 'gu')
}

/** A shorter one is no home of a person, and stands everywhere. */
function homeOf(home: string): Shape[] {
  return home.length > 3 ? [{ pattern: new RegExp(`${begins}${RegExp.escape(home)}(?![\\w-])`, 'g'), by: '~' }] : []
}

function isSecret(name: string, value: string): boolean {
  return secretName.test(name) && !aboutSecrets.test(name) && value.length >= 8 && !wordsOfRecords.test(value)
}
