import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findChange, type Probe } from './first-change.ts'

/** What each version says when it is run: one letter a version, or a cycle of letters for one that is not the same each time. */
async function search(said: readonly string[], options: { repeat?: number; repeatUnsteady?: number } = {}) {
  const runs = new Map<string, number>()
  const told: string[] = []
  const words = { g: 'good', b: 'bad', u: 'unknown' } as const
  const probe = async (version: string): Promise<Probe> => {
    const cycle = said[Number(version)] ?? ''
    const run = runs.get(version) ?? 0
    runs.set(version, run + 1)
    const letter = cycle[run % cycle.length] as keyof typeof words
    return { verdict: words[letter], why: `${version} is ${words[letter]}` }
  }
  const versions = said.map((_, index) => String(index))
  const tell = ({ version, verdict }: { version: string; verdict: string }) => told.push(`${version} ${verdict}`)
  const found = await findChange({ versions, probe, repeat: 1, repeatUnsteady: 5, ...options, tell })
  return { found, told, runs }
}

/** The version before the change and the first after it, with what is unknown between. */
async function changeIn(said: readonly string[], options?: { repeat?: number; repeatUnsteady?: number }) {
  const { found } = await search(said, options)
  if (!('first' in found)) return found.map(({ version, verdict }) => `${version} is ${verdict}`)
  return [found.before.version, ...found.unknown.map(({ version }) => `${version}?`), found.first.version]
}

describe('findChange', () => {
  test('finds the change wherever it is, in no more steps than halving takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 40 }), fc.nat(), async (length, at) => {
        const first = 1 + (at % (length - 1))
        const said = Array.from({ length }, (_, index) => (index < first ? 'g' : 'b'))
        const { found, told } = await search(said)
        expect(found).toMatchObject({ before: { version: String(first - 1) }, first: { version: String(first) } })
        expect(told.length).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(length)))
      }),
    )
  })

  test('tells of each version as it goes', async () => {
    const { told } = await search([...'ggggbbbb'])
    expect(told).toEqual(['0 good', '7 bad', '3 good', '5 bad', '4 bad'])
  })

  test.each([
    ['when a defect was mended', [...'bbbg'], ['2', '3']],
    ['between two versions', [...'gb'], ['0', '1']],
    ['around versions that tell nothing', [...'gguubb'], ['1', '2?', '3?', '4']],
    ['around one that is not between the two, too', [...'guggbb'], ['3', '4']],
    ['with nothing known between the two ends', [...'guub'], ['0', '1?', '2?', '3']],
    ['though not one run of a version tells', ['g', 'gu', 'bu', 'b'], ['1', '2']],
  ])('%s', async (_, said, wanted) => {
    expect(await changeIn(said)).toEqual(wanted)
  })

  test.each([
    ['both ends are good', [...'gbg'], ['0 is good', '2 is good']],
    ['the good end is not known', [...'ugb'], ['0 is unknown', '2 is bad']],
    ['the end that was good once is bad after all', ['gb', 'gb', 'gb'], ['0 is bad', '2 is bad']],
  ])('no change when %s', async (_, said, wanted) => {
    expect(await changeIn(said, { repeat: 2 })).toEqual(wanted)
  })

  describe('a verdict that is not the same each time', () => {
    const said = ['g', 'g', 'ggb', 'gb', 'gb', 'ggb', 'gb', 'gb']

    test('one bad run in several makes a version bad, and the good neighbour is run as often', async () => {
      const { found, runs } = await search(said, { repeat: 2 })
      expect(found).toMatchObject({
        before: { version: '1', good: 5, bad: 0, runs: 5 },
        first: { version: '2', verdict: 'bad' },
      })
      expect(runs.get('1')).toBeGreaterThanOrEqual(5)
    })

    test('a neighbour that was called good too soon is found out', async () => {
      // after two runs 3 is good; only once 4 was good and bad by turns is it run again
      expect(await changeIn(['g', 'g', 'g', 'ggb', 'gb', 'b', 'b', 'b'], { repeat: 2 })).toEqual(['2', '3'])
    })

    test('runs that tell nothing do not make it go on for ever', async () => {
      expect(await changeIn(['g', 'gu', 'gb', 'b'], { repeat: 2 })).toEqual(['1', '2'])
    })

    test('without repeats it is not noticed: the first run decides', async () => {
      expect(await changeIn(['g', 'g', 'gb', 'b'], { repeat: 1 })).toEqual(['2', '3'])
    })
  })
})
