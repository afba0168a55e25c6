import { type MutantScore, numberOf, type Reason, shareCaught, wrongOnes } from './score.ts'

const begin = '<!-- the mutants of npm run mutants -->'
const end = '<!-- end of the mutants -->'

const kinds: Readonly<Record<Reason['kind'], string>> = {
  unseen: 'Live though a scenario shows the change',
  unreached: 'Live since no scenario shows the change',
  lawful: 'Do right in another way, so that a claim which caught them would accuse falsely',
  equivalent: 'Change nothing that anybody could see',
}

/** What a hunt came to, as Markdown. */
export function sectionOf(score: MutantScore): string {
  const { mutants, caught, living, unexplained } = score
  const number = (kind: Reason['kind']) => numberOf(living, kind)
  const summary =
    `**${caught} of the ${wrongOnes(score)} mutants that do wrong are caught (${percent(shareCaught(score))})**; ` +
    `${number('unreached')} of the others no scenario reaches, and ${number('unseen')} no claim minds. ` +
    `Of the ${mutants} mutants in all, ${number('lawful')} do right in another way and ${number('equivalent')} change nothing ` +
    `(of those that change anything, ${percent(caught / (mutants - number('equivalent')))} are caught).`
  const listed = (Object.keys(kinds) as Reason['kind'][]).flatMap((kind) => {
    const reasons = living.filter((reason) => reason.kind === kind)
    return reasons.length === 0 ? [] : ['', `${kinds[kind]}:`, '', ...reasons.map(itemOf)]
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

/** A reason with the number of its mutants; the file of reasons has their names. */
function itemOf({ why, mutants }: Reason): string {
  return `- ${mutants.length}: ${why}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function codeItem(name: string): string {
  const fence = name.includes('`') ? '``' : '`'
  return `- ${fence} ${name} ${fence}`
}
