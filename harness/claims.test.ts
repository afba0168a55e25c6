import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { oracles } from './oracles/index.ts'
import { tierWords } from './oracles/judgement.ts'
import { claimSections } from './report/claim-sections.ts'
import { capital } from './report/page/words.ts'

const page = readFileSync('docs/claims.md', 'utf8')
const sections = page.split(/^## /m).slice(1)

test('docs/claims.md has a section for each claim, in the order of the list, and no other', () => {
  expect(sections.map((section) => section.split('\n')[0])).toEqual(oracles.map(({ claim }) => claim))
})

test.each(oracles)('$claim says how bad it is and what must hold, why, what happened, and how to mend it', (oracle) => {
  const { claim, tier, sentence } = oracle
  const section = sections.find((one) => one.startsWith(`${claim}\n`)) ?? ''
  expect(section.replace(/\s+/g, ' ')).toContain(`Tier ${tier}: ${tierWords[tier]}. ${capital(sentence)}.`)
  const about = claimSections().get(claim) ?? []
  expect(about.map(({ head }) => head)).toEqual(['Why it matters.', 'It happened.', 'How to mend it.'])
  expect(about.map(({ text }) => text).join(' ')).not.toMatch(/[`[\]]/)
})

test('what a claim says when it failed is no copy of what must hold, and no two are alike', () => {
  const fails = oracles.map((oracle) => oracle.fails)
  expect(new Set([...fails, ...oracles.map(({ sentence }) => sentence)]).size).toBe(2 * oracles.length)
})

test('every story and every claim that a page links to is there', () => {
  const links = [...page.matchAll(/\]\((?:([\w-]+\.md))?#([\w-]+)\)/g)]
  expect(links.length).toBeGreaterThan(10)
  const missing = links.filter(([, file, anchor]) => !anchorsOf(file ?? 'claims.md').includes(anchor ?? ''))
  expect(missing.map(([link]) => link)).toEqual([])
})

/** The anchors that GitHub makes of headings. */
function anchorsOf(file: string): string[] {
  const headings = readFileSync(`docs/${file}`, 'utf8').match(/^#+ .*$/gm) ?? []
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/ /g, '-'),
  )
}
