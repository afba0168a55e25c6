/** What looks like a secret, and what stands in its place. Each shape leaves alone what it has made. */
export type Shape = {
  readonly pattern: RegExp
  readonly by: string | ((...parts: string[]) => string)
  /** what every text has that the pattern finds something in; it is looked for more quickly, and most texts have none */
  readonly hint?: RegExp
}

/** Where a word begins, also after a line break that JSON has written as two letters. */
export const begins = String.raw`(?:(?<![\w.~-])|(?<=\\[nrtbf]))`

/** Keys and tokens that their makers have given a shape of its own. */
const keys = [
  String.raw`sk-[\w-]{16,}`,
  String.raw`[prs]k_(?:live|test)_\w{10,}`,
  String.raw`whsec_[\w+/=-]{16,}`,
  String.raw`gh[oprsu]_\w{20,}(?:\.[\w-]+){0,2}`,
  String.raw`github_pat_\w{20,}`,
  String.raw`gl(?:pat|dt|rt|cbt|ptt|agent)-[\w.-]{16,}`,
  String.raw`gl(?:c|sa)_[\w+/=-]{16,}`,
  String.raw`xox[abceoprs]-[\w-]{10,}`,
  String.raw`xapp-[\w-]{10,}`,
  'A(?:3T[A-Z0-9]|KIA|GPA|IDA|ROA|IPA|NPA|NVA|SIA|BIA|CCA)[A-Z0-9]{16}',
  String.raw`AIza[\w-]{30,}`,
  String.raw`ya29\.[\w.-]{8,}`,
  String.raw`1//0[\w-]{8,}`,
  String.raw`rt_[\w-]{8,}`,
  String.raw`npm_\w{30,}`,
  String.raw`pypi-[\w-]{30,}`,
  'hf_[A-Za-z0-9]{20,}',
  String.raw`(?:gsk|xai|fw|r8|nvapi|pplx|tvly|figd|ntn)[_-][\w-]{20,}`,
  String.raw`lin_api_\w{20,}`,
  String.raw`shp(?:pa|ca|at|ss)_\w{20,}`,
  String.raw`SG\.[\w-]{8,}\.[\w-]{8,}`,
  String.raw`ops_ey[\w+/=-]{20,}`,
  String.raw`hv[bsr]\.[\w-]{20,}`,
  'vc[aikpr]_[A-Za-z0-9]{20,}',
  String.raw`dapi[A-Fa-f0-9]{32}(?:-\d)?`,
  String.raw`dckr_[op]at_[\w-]{20,}`,
  'dop_v1_[a-f0-9]{32,}',
  String.raw`cf(?:k|ut|at)_\w{40,}`,
  String.raw`tskey-[a-z]{2,20}-[\w-]{16,}`,
  // Telegram, Discord
  String.raw`\d{8,10}:[A-Za-z][\w-]{34}(?![\w-])`,
  String.raw`[MNO][\w-]{22,28}\.[\w-]{6,7}\.[\w-]{27,}`,
  String.raw`eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+`,
]

const headers = 'authorization|proxy-authorization|x-api-key|api-key|x-goog-api-key|x-auth-token'

/** What the name of a field ends with that holds a secret; `…tokens`, as in `max_tokens`, is a count. */
const secretWords =
  'token|secret|password|passwd|passphrase|pwd|api[_-]?key|access[_-]?key(?:[_-]?id)?|private[_-]?key(?:[_-]?pem)?|secret[_-]?key|signing[_-]?key|encryption[_-]?key|account[_-]?key'
const fields = String.raw`[\w.-]{0,60}?(?:${secretWords})`

/** Behind the name of a field comes the end of its quotes, the sign before its value, or a blank. */
const ofFields = new RegExp(String.raw`(?:${secretWords}|session_id)[\\"'=:\s]`, 'i')
const ofHeaders = /authorization|api-key|auth-token|cookie/i
const ofEither = new RegExp(`${ofFields.source}|${ofHeaders.source}`, 'i')

/** In the environment and in cookies more is one. */
const variables = String.raw`(?:[A-Z0-9_]{0,60}_)?(?:KEY|PASS|AUTH|DSN)|session_id|sessid|PHPSESSID|JSESSIONID|connect\.sid`

/** What is no secret in the place of one: nothing, a type, a reference to a variable, what was taken out already. */
const noSecret = String.raw`(?![<$%{(\x60\[=-]|(?:null|none|undefined|true|false|string|number|boolean|required|optional|missing|invalid|expired)(?![\w-])|\d{1,6}(?!\w))`
const value = String.raw`[^\s"'\\,;&<>(){}\[\]|]+`
/** What comes after a value that is all there is: the end of the line or of what it stands in. */
const ends = String.raw`(?=\s*(?:$|["'\\,;}\])|\n]))`
/** Words that follow an option in a sentence about it. */
const prose = String.raw`(?!(?:and|as|by|for|from|has|if|in|is|must|needs|of|off|on|option|or|out|that|the|to|was|when|which|with)(?![\w-]))`

/** What stands between a quote and its end on one level of quoting; never the quotes, so that JSON stays JSON. */
const quoted = String.raw`(?:(?!\1)[^"\\]|\\[^"'\\])+`

/** All shapes, in the order in which they are looked for. */
export const shapes: readonly Shape[] = [
  { pattern: new RegExp(`${begins}(?:${keys.join('|')})`, 'g'), by: '<redacted>' },
  {
    // one that breaks off, too
    pattern:
      /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s]|\\+[nr])*(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----)?/g,
    by: '<redacted>',
  },
  { pattern: /(hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/webhooks\/)[\w/-]+/gi, by: '$1<redacted>' },
  { ...inQuotes(`${headers}|cookie|set-cookie|--${fields}`, '[:,]'), hint: ofEither },
  { ...inQuotes(fields, ':'), hint: ofFields },
  { ...listInQuotes(`${headers}|cookie|set-cookie`), hint: ofHeaders },
  {
    pattern: plain(
      headers,
      String.raw`\s*[:=]\s*(?:\\*["'])?`,
      '(?:(?:bearer|basic|token|digest)\\s+)?(?!<)[^\\s"\'\\\\,;]+',
    ),
    by: '$1$2<redacted>',
    hint: ofHeaders,
  },
  {
    pattern: plain('(?:set-)?cookie', String.raw`\s*:\s*`, '(?!<)[^\\s"\'\\\\][^"\'\\\\\\r\\n]*'),
    by: '$1$2<redacted>',
    hint: ofHeaders,
  },
  { pattern: /\b(bearer\s+)(?!<)[\w.~+/-]{16,}=*/gi, by: '$1<redacted>' },
  {
    pattern:
      /([?&#](?:access_|refresh_|id_|auth_|client_|device_|api_?|x-)?(?:token|key|secret|password|passwd|code|auth|sig|signature|jwt)=)(?!<)[^&#\s"'\\]+/gi,
    by: '$1<redacted>',
  },
  { pattern: /(:\/\/)(?!<)[^/\s:@"'\\<>]*:[^/\s@"'\\<>]+@/g, by: '$1<redacted>@' },
  // name=value and --name value anywhere; name: value and name = value where nothing else is on the line
  { pattern: plain(fields, '=', `${noSecret}${value}`), by: '$1$2<redacted>', hint: ofFields },
  { pattern: plain(variables, '=', `${noSecret}${value}`, 'g'), by: '$1$2<redacted>' },
  { pattern: plain(`--${fields}`, '[ \\t]+', `${noSecret}${prose}${value}`), by: '$1$2<redacted>', hint: ofFields },
  { pattern: alone(`${fields}|session_id`), by: '$1$2<redacted>', hint: ofFields },
  // a field of a program, whose name is in no quotes
  { pattern: inLiteral(fields), by: '$1$2$3<redacted>$3', hint: ofFields },
]

/** The homes of people, whoever they are. */
export const homes: Shape = {
  pattern: new RegExp(`${begins}(/(?:home|Users)/)(?!<)[^/\\s"'\\\\:]+`, 'g'),
  by: '$1<user>',
}

function plain(names: string, between: string, secret: string, flags = 'gi'): RegExp {
  return new RegExp(`${begins}(${names})(${between})${secret}`, flags)
}

/** At the beginning of a line, of a field, or after another name: a word before it would make it a sentence. */
function alone(names: string): RegExp {
  const before = String.raw`(?<=(?:^|[{,;(\[":|-]|\\[nrt])[ \t]{0,40})`
  return new RegExp(`${before}(${names})([ \\t]*[:=][ \\t]*)${noSecret}${value}${ends}`, 'gim')
}

/** Behind a quote that ends a string of JSON comes one of its signs, with which no value begins. */
function inLiteral(names: string): RegExp {
  return new RegExp(`${begins}(${names})([ \\t]*[:=][ \\t]*)(\\\\*"|')(?![<,:}\\]\\s])[^"'\\\\\\n]+\\3`, 'gi')
}

/** A quoted name and the quoted value that belongs to it. */
function inQuotes(names: string, between: string): Shape {
  const pattern = new RegExp(`(\\\\{0,15}["'])(${names})\\1(\\s*${between}\\s*)\\1(?!<[\\w -]+>)${quoted}`, 'gi')
  return { pattern, by: '$1$2$1$3$1<redacted>' }
}

/** A quoted name and the list of quoted values that belongs to it. */
function listInQuotes(names: string): Shape {
  const pattern = new RegExp(`(\\\\{0,15}["'])(${names})\\1(\\s*:\\s*\\[)((?:[\\s,]*\\1(?:${quoted})?\\1)+)`, 'gi')
  return {
    pattern,
    by: (_, quote = '', name = '', opening = '', list = '') => {
      const one = new RegExp(`(${RegExp.escape(quote)})${quoted}\\1`, 'g')
      return `${quote}${name}${quote}${opening}${list.replace(one, (_all, mark) => `${mark}<redacted>${mark}`)}`
    },
  }
}
