import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { countStates } from './map.ts'
import { renderMapMarkdown } from './map-markdown.ts'
import { readMap } from './read-map.ts'

const folder = join(import.meta.dirname, '../../reports/maps')
const index = readFileSync(join(folder, 'README.md'), 'utf8')
const trackRecord = readFileSync(join(import.meta.dirname, '../../docs/track-record.md'), 'utf8')

describe.each(globSync(join(folder, '*/map.json')))('%s', (file) => {
  test('is a map whose page says the same, and whose findings were read and are written down', async () => {
    const map = await readMap(file)
    expect(readFileSync(join(dirname(file), 'map.md'), 'utf8')).toBe(renderMapMarkdown(map))
    for (const { number, scenario, repro, trackRecord: told } of map.findings) {
      expect(told, `finding ${number} is in no track record`).toBeDefined()
      expect(trackRecord).toMatch(new RegExp(`^(?:#+ |\\*\\*)(?:[^\n]*, )?${told}(?:\\.|:|,)`, 'm'))
      for (const path of [scenario ?? [], repro ?? []].flat())
        expect(existsSync(join(dirname(file), path)), path).toBe(true)
    }
  })

  test('has a line in the index, with how many cells are in which state', async () => {
    const { gateway, cells, ...map } = await readMap(file)
    const { green, red, not, same, unknown, untried } = countStates({ ...map, gateway, cells })
    const counts = [green, red, not, same, unknown, untried].join(' | ')
    expect(index).toContain(`| [${gateway}](${gateway}/map.md) |`)
    expect(index).toContain(`| ${counts} |`)
  })
})
