import { globSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { type Case, type Catalogue, seenOf } from '../cases/case.ts'
import { catalogues } from '../cases/index.ts'
import type { Dialect } from '../dialect.ts'

/** A place where a rule objects: `say(…)`, or a function that does nothing but word an objection. */
type Place = { readonly file: string; readonly line: number; readonly offset: number; readonly text: string }

const folder = import.meta.dirname
const sources = new Map(
  globSync('*.ts', { cwd: folder, exclude: ['*.test.ts', 'words.ts'] }).map((file) => [
    file,
    readFileSync(join(folder, file), 'utf8'),
  ]),
)
const wordings = [...sources.values()].flatMap((source) =>
  [...source.matchAll(/function (\w+)\([^)]*\): Words \{/g)].map(([, name]) => name),
)
const places = [...sources].flatMap(([file, source]) => placesIn(file, source))

function placesIn(file: string, source: string): Place[] {
  const call = new RegExp(`(?<!function )\\b(?:say|${wordings.join('|')})\\(`, 'g')
  return [...source.matchAll(call)].map(({ index: offset }) => {
    const line = source.slice(0, offset).split('\n').length
    return { file, line, offset, text: source.slice(offset, offset + 120).replace(/\s+/g, ' ') }
  })
}

/** Modules asked for with `?<n>` come with the n-th place silenced, and so do the rules that they import. */
const hooks = registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context)
    const mutant = /\?\d+$/.exec(context.parentURL ?? '')
    return mutant && found.url.startsWith(urlOf('.')) ? { ...found, url: found.url + mutant[0] } : found
  },
  load(url, context, next) {
    const loaded = next(url, context)
    const [path = '', mutant] = url.split('?')
    const place = mutant === undefined ? undefined : places[Number(mutant)]
    if (place === undefined || path !== urlOf(place.file)) return loaded
    const source = String(loaded.source)
    return { ...loaded, source: `${source.slice(0, place.offset)}void ${source.slice(place.offset)}` }
  },
})
afterAll(() => hooks.deregister())

function urlOf(file: string): string {
  return new URL(file, import.meta.url).href
}

/** A case answered as the dialect answers it, or not at all: a rule may rest on the rules before it. */
function answer(dialect: Dialect, { request }: Case): unknown {
  try {
    return seenOf(dialect.judge(request))
  } catch (error) {
    return error
  }
}

/** Whether a dialect answers some case in another way than is known; `mutant` is the number of a place, with its `?`. */
async function isTold({ api, cases }: Catalogue, mutant = ''): Promise<boolean> {
  const [dialect] = Object.values<Dialect>(await import(`./${api}.ts${mutant}`))
  return cases.some((one) => !isDeepStrictEqual(answer(dialect as Dialect, one), one.answer))
}

/** The places that can be silenced without any of the cases telling it. A file that is no API's own is held against all. */
async function untold(among: readonly Catalogue[]): Promise<string[]> {
  const found: string[] = []
  for (const [n, { file, line, text }] of places.entries()) {
    const own = among.filter(({ api }) => file.startsWith(api))
    const told = (own.length > 0 ? own : among).map((catalogue) => isTold(catalogue, `?${n}`))
    if (!(await Promise.all(told)).includes(true)) found.push(`${file}:${line} ${text}`)
  }
  return found
}

test('with every rule in place nothing is told', async () => {
  expect(await Promise.all(catalogues.map((catalogue) => isTold(catalogue)))).not.toContain(true)
  expect(places.length).toBeGreaterThan(100)
})

test('every place where a rule objects is told by a case', async () => {
  expect(await untold(catalogues)).toEqual([])
})

test('without its cases a place is not told', async () => {
  const isAbout = ({ answer }: Case) => answer !== 'accepted' && answer.message.endsWith('ids must be unique')
  const fewer = catalogues.map((one) => ({ ...one, cases: one.cases.filter((each) => !isAbout(each)) }))
  expect(await untold(fewer)).toEqual([expect.stringMatching(/^anthropic-messages-rules\.ts:\d+ .*ids must be unique/)])
})
