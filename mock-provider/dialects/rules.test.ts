import { describe, expect, test } from 'vitest'
import { seenOf } from '../cases/case.ts'
import { catalogues } from '../cases/index.ts'
import { dialectNamed, dialects } from './index.ts'

test('every API has its cases', () => {
  expect(catalogues.map(({ api }) => api)).toEqual(dialects.map(({ api }) => api))
})

describe.each(catalogues)('$api', ({ api, cases }) => {
  const { judge, read, tools, answers, evidence } = dialectNamed(api)

  test('no two cases have one name', () => {
    const names = cases.map(({ name }) => name)
    expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([])
  })

  test.each(cases)('$name', ({ request, answer }) => {
    expect(answers(request.path)).toBe(true)
    expect(seenOf(judge(request))).toEqual(answer)
  })

  test('each rejection names its rule, and each rule has its evidence and a case', () => {
    const rules = cases
      .flatMap(({ request }) => judge(request) ?? [])
      .map(({ rule = '', evidence: of }) => {
        expect(of, rule).toEqual(evidence[rule])
        return rule
      })
    expect([...new Set(rules)].sort()).toEqual(Object.keys(evidence).sort())
  })

  test('a rule whose evidence is unsettled is applied only to those who ask for it', () => {
    const unsettled = cases.filter(({ request }) => judge(request)?.evidence?.weight === 'unsettled')
    expect(unsettled.filter(({ request }) => !request.strict).map(({ name }) => name)).toEqual([])
    for (const { request, name } of unsettled) expect(judge({ ...request, strict: false }), name).toBeNull()
  })

  test('no part of a request can be such that it is not answered at all', () => {
    const crashes = cases.flatMap(({ request: { path, body } }) =>
      variantsOf(body).filter((variant) =>
        [judge, read, tools].some((each) => crashesOn(() => each({ path, body: variant }))),
      ),
    )
    expect(crashes.slice(0, 3)).toEqual([])
  })
})

test('what only the mock provider can have written is not replayed', () => {
  const ours = catalogues.flatMap(({ cases }) => cases.filter(({ request }) => isOurs(JSON.stringify(request))))
  expect(ours.length).toBeGreaterThan(5)
  expect(ours.filter(({ replay }) => replay !== false).map(({ name }) => name)).toEqual([])
})

/** Our signatures are in base64, our responses have our name in their ids. */
function isOurs(text: string): boolean {
  return /gatecrash|Z2F0ZWNyYXNoL/.test(text)
}

/** The value with each of its parts in turn put in another value's place. */
function variantsOf(value: unknown): unknown[] {
  const parts = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const inside = parts.flatMap(([key, part]) =>
    variantsOf(part).map((variant) =>
      Array.isArray(value) ? value.with(Number(key), variant) : { ...Object(value), [key]: variant },
    ),
  )
  return [undefined, null, 7, 'constructor', [], {}, [null], ...inside]
}

function crashesOn(act: () => unknown): boolean {
  try {
    act()
    return false
  } catch {
    return true
  }
}
