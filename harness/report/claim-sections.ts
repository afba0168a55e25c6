import { readFileSync } from 'node:fs'
import { docsFile } from '../package.ts'

/** A paragraph of a claim's section: the words it begins with, and the rest as plain text. */
export type ClaimParagraph = { readonly head: string; readonly text: string }

/** The sections of docs/claims.md, by the name of the claim. What stands before the first paragraph with a head is left out: the oracle has it. */
export function claimSections(): ReadonlyMap<string, readonly ClaimParagraph[]> {
  const [, ...sections] = readFileSync(docsFile('claims.md'), 'utf8').split(/^## /m)
  return new Map(sections.map((section) => [section.split('\n')[0] ?? '', paragraphsOf(section)]))
}

function paragraphsOf(section: string): ClaimParagraph[] {
  return section.split(/\n{2,}/).flatMap((paragraph) => {
    const [, head, text] = /^\*\*(.+?)\*\* (.+)$/s.exec(paragraph.trim()) ?? []
    return head === undefined || text === undefined ? [] : [{ head, text: plain(text) }]
  })
}

/** Markdown's links and marks taken away. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll('`', '')
    .replace(/\s+/g, ' ')
}
