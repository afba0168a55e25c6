import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { messageOf } from '../errors.ts'
import { limits } from '../limits.ts'
import type { Report } from '../report/json.ts'
import { defaultBase, findDocker, runLabel } from './docker.ts'

const docker = await findDocker().catch(messageOf)
const skipped = typeof docker === 'string' ? ` (skipped: ${docker})` : ''
const base = process.env.GATECRASH_IMAGE ?? defaultBase

let tmp: string
beforeAll(async () => {
  tmp = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
})
afterAll(() => rm(tmp, { recursive: true }))

function chaos(...words: string[]) {
  const options = { reject: false, all: true, env: { TMPDIR: tmp, NO_COLOR: '1' } } as const
  return execa(process.execPath, ['harness/cli.ts', ...words], options)
}

const inContainer = (...words: string[]) => chaos(...words, '--runtime', 'container', '--image', base)

/** The claims that failed in the last command, by file, and its steps that did not land. */
function readReport() {
  const report: Report = JSON.parse(readFileSync('reports/latest/report.json', 'utf8'))
  return report.scenarios.map(({ file, verdict, claims, missed }) => ({
    file,
    verdict,
    failed: claims.filter((claim) => claim.verdict === 'fail').map(({ claim }) => claim),
    missed,
  }))
}

/** What Docker still has of any run, by name. */
async function leftInDocker(): Promise<string[]> {
  if (typeof docker === 'string') return []
  const filters = { label: [runLabel] }
  const containers = await docker.listContainers({ all: true, filters })
  const networks = await docker.listNetworks({ filters })
  const { Volumes } = await docker.listVolumes({ filters })
  const images = await docker.listImages()
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? [])
  return [
    ...containers.map(({ Names }) => `container ${Names}`),
    ...networks.map(({ Name }) => `network ${Name}`),
    ...(Volumes ?? []).map(({ Name }) => `volume ${Name}`),
    ...tags.filter((tag) => /^gatecrash-[0-9a-f]{8}:/.test(tag)).map((tag) => `image ${tag}`),
  ]
}

const expectNothingLeft = () => expect.poll(leftInDocker, { timeout: limits.cleanUp }).toEqual([])

describe.skipIf(skipped)(`containers${skipped}`, () => {
  test('a scenario comes to the same in a process and in a container', async () => {
    const seen = []
    for (const run of [chaos, inContainer]) {
      const { exitCode } = await run('scenarios/stop-one-running.ts')
      seen.push({ exitCode, scenarios: readReport() })
    }
    expect(seen[0]).toEqual(seen[1])
    expect(seen[0]?.scenarios[0]?.failed).toEqual(['results-kept'])
    await expectNothingLeft()
  })

  test('the scenarios of another gateway pass in containers, too', async () => {
    const { exitCode, all } = await inContainer('scenarios/stop', 'scenarios/sig', '--gateway', 'reference')
    expect(all).toMatch(/[1-9]\d* passed/)
    expect(exitCode).toBe(0)
    await expectNothingLeft()
  })
})
