import { describe, expect, test } from 'vitest'
import { catalogues } from '../cases/index.ts'
import { dialectNamed, dialects } from './index.ts'

test('every API has its cases', () => {
  expect(catalogues.map(({ api }) => api)).toEqual(dialects.map(({ api }) => api))
})

describe.each(catalogues)('$api', ({ api, cases }) => {
  const { judge, answers } = dialectNamed(api)

  test('no two cases have one name', () => {
    const names = cases.map(({ name }) => name)
    expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([])
  })

  test.each(cases)('$name', ({ request, answer }) => {
    expect(answers(request.path)).toBe(true)
    expect(judge(request)).toEqual(answer === 'accepted' ? null : answer)
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
