import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { record } from '../record/example.ts'
import { whatBroke } from './broke.ts'
import { besideList, lostResult, reportOf, resultOf } from './example.ts'
import { renderAnnotations } from './github.ts'
import { type PageData, renderHtml } from './html.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'
import { issueAddress, words } from './page/words.ts'
import { type Standing, standingOf, worstOf } from './standing.ts'
import { describeResult, kindsIn } from './text.ts'

const bad = resultOf(lostResult())
const failed = bad.claims.flatMap(({ claim, verdict }) => (verdict === 'fail' ? [claim] : []))
const good = {
  ...bad,
  ...({ verdict: 'pass', title: 'good' } as const),
  claims: bad.claims.map((one) => ({ ...one, verdict: 'pass' as const, findings: [] })),
}
const results = {
  pass: besideList(good),
  fail: besideList(bad, ...failed.slice(1)),
  known: besideList(bad, ...failed),
  gone: besideList(good, 'results-kept'),
  inconclusive: resultOf(record(), { verdict: 'inconclusive', missed: ['tool a: never'], claims: [] }),
}
const [news = ''] = failed

describe.each(Object.entries(results))('a result that is %s', (of, result) => {
  const standing = of as Standing
  const isNews = standing === 'fail' || standing === 'gone'
  const report = reportOf([result])

  test('is told so in every form', async () => {
    expect(standingOf(result)).toBe(standing)
    expect(describeResult(result)[0]).toContain(words[standing])
    const page = await renderHtml([report], '/')
    const [, data = ''] = /id="reports">([^<]*)</.exec(page) ?? []
    expect((JSON.parse(data) as PageData).reports[0]?.scenarios[0]?.standing).toBe(standing)
  })

  test('is a failure of its JUnit case only when it is news', () => {
    const xml = renderJunit([report])
    expect(xml).toContain(`tests="1" failures="${isNews ? 1 : 0}" errors="${standing === 'inconclusive' ? 1 : 0}"`)
    expect(xml.includes('<failure ')).toBe(isNews)
    expect(xml.includes('<error ')).toBe(standing === 'inconclusive')
    expect(xml.includes('<system-out>')).toBe(standing === 'known' || standing === 'fail')
  })

  test('is an annotation when it is news, or does not tell', () => {
    const kinds = renderAnnotations([report]).map((line) => line.split(' ')[0])
    expect(kinds).toEqual(isNews ? ['::error'] : standing === 'inconclusive' ? ['::warning'] : [])
  })

  test('is counted in its column of the summary', () => {
    const cells = { fail: 0, gone: 0, inconclusive: 0, known: 0, pass: 0, [standing]: 1 }
    const { fail, gone, inconclusive, known, pass } = cells
    const text = renderMarkdown([report], 'x')
    expect(text).toContain(`| ${fail} | ${gone} | ${inconclusive} | ${known} | ${pass} | 0 |`)
    expect(text.includes('### What broke')).toBe(isNews)
    expect(text.includes('### Known findings')).toBe(standing === 'known' || standing === 'fail')
  })
})

test('what is known lets a JUnit case pass, and stands in its output with its issue', () => {
  const xml = renderJunit([reportOf([results.known])])
  expect(xml).toContain(`<system-out>${news} (known, openclaw/openclaw#70555, track record, 1): `)
})

test('what is gone is a failure that says what was listed', () => {
  const says = 'known, openclaw/openclaw#70555, track record, 1: expected to fail on &gt;=1.0.0, but it passed'
  expect(renderJunit([reportOf([results.gone])])).toContain(`<failure type="results-kept" message="${says}`)
  expect(renderAnnotations([reportOf([results.gone])])[0]).toContain(
    'results-kept gone on reference@1.0.0::results-kept: known, ',
  )
  expect(renderMarkdown([reportOf([results.gone])], 'x')).toContain(
    '**GONE** `results-kept`: expected to fail on &gt;=1.0.0, but it passed',
  )
})

test('what is known of a result that has news is told apart from it', () => {
  expect(renderAnnotations([reportOf([results.fail])])[0]).toContain(`title=Gatecrash%3A ${news} on reference`)
  const text = renderMarkdown([reportOf([results.fail])], 'x')
  const [before = '', after = ''] = text.split('### Known findings')
  expect(before).toContain(`\`${news}\``)
  expect(after).not.toContain(`\`${news}\``)
  expect(after).toContain(
    '(known, [openclaw/openclaw\\#\u200b70555](https://github.com/openclaw/openclaw/issues/70555), track record, 1)',
  )
})

test('what broke has news first, then what is gone, then what is known, with what is listed', () => {
  const broke = whatBroke([
    reportOf([results.known, { ...results.gone, name: 'gone' }, { ...results.fail, name: 'news' }]),
  ])
  const order = broke.map(({ standing }) => standing)
  expect(order).toEqual(
    [...order].sort((a, b) => ['fail', 'gone', 'known'].indexOf(a) - ['fail', 'gone', 'known'].indexOf(b)),
  )
  expect(new Set(order)).toEqual(new Set(['fail', 'gone', 'known']))
  expect(broke.map(({ listed }) => listed?.issue)).toEqual(
    order.map((standing) => (standing === 'fail' ? undefined : 'openclaw/openclaw#70555')),
  )
})

test('a claim that is known on one version and news on another is told twice', () => {
  const on = (version: string, result: typeof bad) => reportOf([{ ...result, gateway: `openclaw@${version}` }])
  const told = whatBroke([on('2026.1.1', results.known), on('2026.2.1', results.fail)]).filter(
    ({ claim }) => claim === news,
  )
  expect(told.map(({ standing, gateways }) => [standing, gateways])).toEqual([
    ['fail', ['openclaw@2026.2.1']],
    ['known', ['openclaw@2026.1.1']],
  ])
})

test('a crash is told first', () => {
  const report = reportOf([results.fail], { crashes: ['it crashed'] })
  expect(renderAnnotations([report])[0]).toContain('it crashed')
  const text = renderMarkdown([report], 'x')
  expect(text.indexOf('it crashed')).toBeLessThan(text.indexOf('| gateway |'))
  const xml = renderJunit([report])
  expect(xml.indexOf('it crashed')).toBeLessThan(xml.indexOf('<failure'))
})

test('of several runs of a scenario the worst stands for all', () => {
  expect(worstOf([results.pass, results.known, results.gone, results.inconclusive])).toBe(results.gone)
  expect(worstOf([])).toBeUndefined()
})

test('an issue is a link when it has an address', () => {
  expect(issueAddress('openclaw/openclaw#70555')).toBe('https://github.com/openclaw/openclaw/issues/70555')
  expect(issueAddress('https://example.com/1')).toBe('https://example.com/1')
  expect(issueAddress('javascript:alert(1)')).toBeUndefined()
  expect(issueAddress('https://example.com/1)<img>')).toBeUndefined()
  expect(stripVTControlCharacters(describeResult(results.known).join('\n'))).toContain(
    '(known, openclaw/openclaw#70555',
  )
})

test('a result whose findings are all listed, and that lacks one that is listed, is gone and not a finding', () => {
  const [one = '', ...others] = failed
  const held = { verdict: 'pass' as const, findings: [] }
  const without = { ...bad, claims: bad.claims.map((of) => (of.claim === one ? { ...of, ...held } : of)) }
  const result = besideList(without, ...others, one)
  expect(result.expected?.gone.map(({ claim }) => claim)).toEqual([one])
  expect(standingOf(result)).toBe('gone')
})

test('a finding of a kind that was told before is one line', () => {
  const lines = (told: ReadonlySet<string>) => describeResult(results.fail, [], told).map(stripVTControlCharacters)
  expect(lines(new Set()).join('\n')).toContain('expected  ')
  const short = lines(new Set(kindsIn(results.fail)))
  expect(short.filter((line) => line.startsWith(`    ${news}: `) && line.endsWith('(told above)'))).toHaveLength(1)
  expect(short.join('\n')).not.toContain('expected  ')
  expect(short.at(-1)).toContain('repeat')
})
