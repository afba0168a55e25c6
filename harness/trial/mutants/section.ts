import { type MutantScore, numberOf, type Reason, shareCaught } from './score.ts'

const begin = '<!-- the mutants of npm run mutants -->'
const end = '<!-- end of the mutants -->'

const kinds: Readonly<Record<Reason['kind'], string>> = {
  unseen: 'Live though a scenario shows the change',
  unreached: 'Live since no scenario shows the change',
  equivalent: 'Change nothing that anybody can see',
}

/** What a hunt came to, as Markdown. */
export function sectionOf(score: MutantScore): string {
  const { mutants, caught, living, unexplained } = score
  const equivalent = numberOf(living, 'equivalent')
  const summary =
    `**${caught} of the ${mutants - equivalent} mutants that change behaviour are caught (${(100 * shareCaught(score)).toFixed(1)} %)**; ` +
    `${numberOf(living, 'unreached')} no scenario reaches, ${numberOf(living, 'unseen')} nobody sees. ${equivalent} more change nothing.`
  const listed = (Object.keys(kinds) as Reason['kind'][]).flatMap((kind) => {
    const reasons = living.filter((reason) => reason.kind === kind)
    return reasons.length === 0 ? [] : ['', `${kinds[kind]}:`, '', ...reasons.flatMap(itemsOf)]
  })
  const open = unexplained.length === 0 ? [] : ['', 'Live, and nobody has said why:', '', ...unexplained.map(codeItem)]
  return [summary, ...open, ...listed].join('\n')
}

/** A document with the section in the place that is marked for it. */
export function withSection(document: string, section: string): string {
  const [before = '', rest = ''] = document.split(begin)
  const [, after = ''] = rest.split(end)
  return `${before}${begin}\n\n${section}\n\n${end}${after}`
}

/** Of those that change nothing the number is enough here; the file of reasons has their names. */
function itemsOf({ kind, why, mutants }: Reason): string[] {
  if (kind === 'equivalent') return [`- ${mutants.length}: ${why}`]
  return [`- ${why}`, ...mutants.map((name) => `  ${codeItem(name)}`)]
}

function codeItem(name: string): string {
  const fence = name.includes('`') ? '``' : '`'
  return `- ${fence} ${name} ${fence}`
}
