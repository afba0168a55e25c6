import { homedir } from 'node:os'

/** Whose secrets are kept from a text besides those that it is told of: the user's environment, and their home and those of others, if homes are none of the reader's business. */
export type Owner = { readonly env: Readonly<Record<string, string | undefined>>; readonly home: string | undefined }

type Rule = { readonly pattern: RegExp; readonly by: string }

/** Where a word begins, also after a line break that JSON has written as two letters. */
const begins = String.raw`(?:(?<![\w.~-])|(?<=\\[nrtbf]))`
/** What stands between a quote and its end on one level of quoting; never the quotes, so that JSON stays JSON. */
const quoted = String.raw`(?:(?!\1)[^"\\]|\\[^"'\\])+`
const headers = 'authorization|proxy-authorization|x-api-key|api-key|x-goog-api-key|x-auth-token'
const fields =
  '(?:access|refresh|auth|bearer|device|gateway|session|id)?[_-]?token|api[_-]?key|(?:client[_-]?)?secret|password|passwd|passphrase|private[_-]?key(?:pem)?'

/** What looks like a secret whoever's it is: key shapes of vendors, headers, fields, addresses. Each leaves alone what it has made. */
const rules: readonly Rule[] = [
  {
    pattern: new RegExp(
      `${begins}(?:sk-[\\w-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\\w{20,}|glpat-[\\w-]{16,}|xox[abeoprs]-[\\w-]{10,}|A[KS]IA[A-Z0-9]{16}|AIza[\\w-]{30,}|ya29\\.[\\w.-]{8,}|1//0[\\w-]{8,}|rt_[\\w-]{8,}|npm_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{20,}|eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]+)`,
      'g',
    ),
    by: '<redacted>',
  },
  {
    // one that breaks off, too
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[A-Za-z0-9+/=\s]|\\[nr])*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g,
    by: '<redacted>',
  },
  inQuotes(`${headers}|cookie|set-cookie`, '[:,]'),
  inQuotes(fields, ':'),
  {
    pattern: new RegExp(
      `${begins}(${headers})(\\s*[:=]\\s*(?:\\\\*["'])?)(?:(?:bearer|basic|token|digest)\\s+)?(?!<)[^\\s"'\\\\,;]+`,
      'gi',
    ),
    by: '$1$2<redacted>',
  },
  {
    pattern: new RegExp(`${begins}((?:set-)?cookie)(\\s*:\\s*)(?!<)[^\\s"'\\\\][^"'\\\\\\r\\n]*`, 'gi'),
    by: '$1$2<redacted>',
  },
  { pattern: /\b(bearer\s+)(?!<)[\w.~+/-]{16,}=*/gi, by: '$1<redacted>' },
  {
    pattern:
      /([?&#](?:access_|refresh_|id_|auth_|client_|device_|api_?|x-)?(?:token|key|secret|password|passwd|code|auth|sig|signature|jwt)=)(?!<)[^&#\s"'\\]+/gi,
    by: '$1<redacted>',
  },
  { pattern: /(:\/\/)(?!<)[^/\s:@"'\\<>]+:[^/\s@"'\\<>]+@/g, by: '$1<redacted>@' },
]

const homes: Rule = { pattern: new RegExp(`${begins}(/(?:home|Users)/)(?!<)[^/\\s"'\\\\:]+`, 'g'), by: '$1<user>' }

/** A quoted name and the quoted value that belongs to it. */
function inQuotes(names: string, between: string): Rule {
  const pattern = new RegExp(`(\\\\{0,15}["'])(${names})\\1(\\s*${between}\\s*)\\1(?!<[\\w -]+>)${quoted}`, 'gi')
  return { pattern, by: '$1$2$1$3$1<redacted>' }
}

/** Names of environment variables that hold secrets. */
const secretName =
  /TOKEN|SECRET|PASS(?:WORD|WD|PHRASE)|API_?KEY|CREDENTIAL|COOKIE|PRIVATE|WEBHOOK|(?:^|_)(?:KEY|AUTH|PASS|DSN)(?:_|$)/i

/**
 * Takes secrets out of texts, JSON or not: known ones get their names, as in `<gateway-token>`; what only looks like one becomes
 * `<redacted>`. The same text comes out the same each time, and a clean text unchanged, so that runs can still be compared.
 */
export class Redactor {
  readonly #known = new Map<string, string>()
  readonly #rules: readonly Rule[]

  constructor({ env, home }: Owner = { env: process.env, home: homedir() }) {
    for (const [name, value = ''] of Object.entries(env)) if (isSecret(name, value)) this.hide(value, `env ${name}`)
    this.#rules = home === undefined ? rules : [...homeOf(home), ...rules, homes]
  }

  /** A secret has this name from now on, wherever it stands, also as JSON and addresses write it. */
  hide(secret: string, name: string): void {
    for (const written of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
      this.#known.set(written, `<${name}>`)
  }

  /** A text without secrets. */
  text(text: string): string {
    let clean = text
    for (const [secret, name] of this.#known) clean = clean.replaceAll(secret, () => name)
    for (const { pattern, by } of this.#rules) clean = clean.replace(pattern, by)
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

/** A shorter one is no home of a person, and stands everywhere. */
function homeOf(home: string): Rule[] {
  return home.length > 3 ? [{ pattern: new RegExp(`${begins}${RegExp.escape(home)}(?![\\w-])`, 'g'), by: '~' }] : []
}

/** A value that is a path or a plain word is none: it would be taken out of every sentence. */
function isSecret(name: string, value: string): boolean {
  return secretName.test(name) && value.length >= 8 && !/^[/~.]|^[A-Za-z_-]+$/.test(value)
}
