import { type Case, type Catalogue, evidenceClasses } from './case.ts'

const maxWords = 240

/** What is known of an API as a page for people: what it says to what, what it accepts, and what nobody knows. */
export function pageOf({ api, cases, unsettled }: Catalogue): string {
  const accepted = cases.filter(({ answer }) => answer === 'accepted')
  const rejected = cases.filter(({ answer }) => answer !== 'accepted')
  const rows = [...Map.groupBy(rejected, wordsOf)].map(
    ([words, those]) => `| ${code(words)} | ${namesOf(those)} | ${knownFrom(those)} |`,
  )
  const kinds = evidenceClasses.flatMap((kind) => {
    const those = accepted.filter(({ evidence }) => evidence.startsWith(kind))
    return those.length === 0 ? [] : [`- **${kind}**: ${namesOf(those)}.`]
  })
  return `# What \`${api}\` answers

Written by \`npm run discoveries\` from the ${cases.length} cases in \`mock-provider/cases/\`, which the mock provider is held to; \`npm run drift\`
asks the real API the same. The first rule that is broken speaks: fields come before the conversation's shape, shape before
pairing. **verbatim**: these words were seen in public; **docs**: the vendor's docs or SDK; **measured**: the API was asked;
**inferred**: it follows from the others.

| it says | to | known from |
| --- | --- | --- |
${rows.join('\n')}

## It accepts

${kinds.join('\n')}

## Not settled

${unsettled.map((sentence) => `- ${sentence}`).join('\n')}
`
}

/** What differs from case to case, and what is put in its place. */
const varying: readonly (readonly [RegExp, string])[] = [
  [/^[a-z][\w.]*(?=: (Field required|Extra inputs|Input should|String should))/g, 'FIELD'],
  [/'(messages|input|tools|previous_response_id)\b[^']*'/g, "'FIELD'"],
  [/\bmessages\.\d+/g, 'messages.N'],
  [/\bcontent\.\d+/g, 'content.M'],
  [/\[\d+\]/g, '[N]'],
  [/\b(toolu|srvtoolu|call|fc|ctc|rs|msg|resp)_(?!id\b)\w+(, \w+)*/g, 'ID'],
  [/\blength \d+/g, 'length N'],
  [/\bat (least|most) \d+ characters?/g, 'at $1 N characters'],
  [/\bgot (an? \w+|null) instead/g, 'got TYPE instead'],
  [/`\w+_tool_result`/g, '`SERVER_tool_result`'],
  [/\bfound `\w+`/g, 'found `BLOCK`'],
  [/\bUnknown name "[^"]+"/g, 'Unknown name "KEYWORD"'],
  [/\bdefault_api:\w+` , position \d+/g, 'default_api:NAME` , position N'],
]

/** The words of a rejection, the same for all that say the same; of lines that say the same only one. */
function wordsOf({ answer }: Case): string {
  const message = answer === 'accepted' ? '' : answer.message
  const words = varying.reduce((text, [what, instead]) => text.replace(what, instead), message)
  const lines = [...new Set(words.split('\n'))].join('\\n').replaceAll('|', '\\|')
  return lines.length > maxWords ? `${lines.slice(0, maxWords)}…` : lines
}

function namesOf(cases: readonly Case[]): string {
  return cases.map(({ name }) => name).join('; ')
}

/** Each class of evidence once, with all its sources. */
function knownFrom(cases: readonly Case[]): string {
  return evidenceClasses
    .flatMap((kind) => {
      const those = cases.filter(({ evidence }) => evidence.startsWith(kind))
      const sources = new Set(those.flatMap(({ evidence }) => evidence.split(': ').slice(1)))
      if (those.length === 0) return []
      return [sources.size === 0 ? kind : `${kind} (${[...sources].join(', ')})`]
    })
    .join('; ')
}

/** Backticks inside need a longer fence. */
function code(words: string): string {
  return words.includes('`') ? `\`\` ${words} \`\`` : `\`${words}\``
}
