import type { Standing } from '../standing.ts'

/** A standing as people read it: the same in the terminal and on the page. */
export const words: Readonly<Record<Standing, string>> = {
  pass: 'pass',
  fail: 'FINDING',
  known: 'known',
  gone: 'GONE',
  inconclusive: 'inconclusive',
}

/** What of a standing is seen at a glance. */
export const signs: Readonly<Record<Standing, string>> = {
  pass: '✓',
  fail: '✗',
  known: '✗',
  gone: '!',
  inconclusive: '?',
}

/** Standings from what is most to be read to what is least: news, what did not tell, and what is as it was expected. */
export const standings = ['fail', 'gone', 'inconclusive', 'known', 'pass'] as const

/** Where an issue, `owner/name#1` or an address, is to be read; nothing for other words. */
export function issueAddress(issue: string): string | undefined {
  const [, repository, number] = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(issue) ?? []
  if (number !== undefined) return `https://github.com/${repository}/issues/${number}`
  return /^https:\/\/[^\s<>()"]+$/.test(issue) ? issue : undefined
}

/** What is known of a claim; nothing for one that is not ours, whatever its name. */
export function claimOf<T>(claims: Readonly<Record<string, T>>, claim: string): T | undefined {
  return Object.hasOwn(claims, claim) ? claims[claim] : undefined
}

/** A sentence that begins one. */
export function capital(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`
}
