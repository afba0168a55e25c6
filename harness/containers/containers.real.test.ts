import { glob, mkdtemp, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { execaSync } from 'execa'
import { describe, expect, test } from 'vitest'
import { chaos, readReport, tmp } from '../chaos-command.ts'
import { messageOf } from '../errors.ts'
import { limits } from '../limits.ts'
import { ownWord } from '../owner.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import { untilOver, untilSaid } from '../until-said.ts'
import { defaultBase, findDocker, ownerLabel, runLabel } from './docker.ts'

const docker = await findDocker().catch(messageOf)
const skipped = typeof docker === 'string' ? ` (skipped: ${docker})` : ''
const base = process.env.GATECRASH_IMAGE ?? defaultBase

const inContainer = (...words: string[]) => chaos(...words, '--runtime', 'container', '--image', base)

/** The claims that failed in the last command, by file, and its steps that did not land. */
function results() {
  return readReport().scenarios.map(({ file, verdict, claims, missed }) => ({
    file,
    verdict,
    failed: claims.filter((claim) => claim.verdict === 'fail').map(({ claim }) => claim),
    missed,
  }))
}

/** The faults of the last command that did not land. What restores the gateway after them is none. */
function missedFaults(): string[] {
  const missed = readReport().scenarios.flatMap(({ folder }) =>
    entriesOf(readRecord(join(folder, 'record.jsonl')), 'step-missed'),
  )
  return missed.filter(({ fault }) => fault).map(({ does }) => does)
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

/** What each scenario comes to on the default version: the claims that fail, as docs/track-record.md tells. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'another-gateway-in-batch': [],
  'disconnected-in-batch': [],
  'disk-full-in-batch': ['stored-transcript-paired', 'results-kept', 'replies-once'],
  'names-lost': [],
  'out-of-memory-in-batch': ['stored-transcript-paired'],
  'packets-lost-in-batch': [],
  'paused-in-batch': [],
  // it does not start on the read-only root, which stays so to the end of the run
  'read-only-root': ['stored-transcript-paired', 'messages-answered', 'processes-gone', 'starts-in-time'],
  'recreated-in-batch': ['stored-transcript-paired'],
  'slow-line-in-batch': [],
  'starved-in-batch': [],
}

/** What fails in some runs only. */
const sometimes: Readonly<Record<string, readonly string[]>> = {
  // which of its writes fails first is a race; in one run no later message was answered
  'disk-full-in-batch': ['messages-answered', 'session-live'],
  // the kill may come in the instant between the report of a's result and its write, in which nobody owes it
  'out-of-memory-in-batch': ['results-kept'],
  'read-only-root': ['results-kept'],
  'recreated-in-batch': ['results-kept'],
}

describe.skipIf(skipped)(`containers${skipped}`, () => {
  test('a scenario comes to the same in a process and in a container', async () => {
    const seen = []
    for (const run of [chaos, inContainer]) {
      const { exitCode } = await run('scenarios/stop-one-running.ts')
      seen.push({ exitCode, scenarios: results() })
    }
    expect(seen[0]).toEqual(seen[1])
    expect(seen[0]?.scenarios[0]?.failed).toEqual(['results-kept'])
    await expectNothingLeft()
  })

  test('so do those of another gateway', async () => {
    const { exitCode, all } = await inContainer('scenarios/stop', 'scenarios/tools', '--gateway', 'reference')
    expect(all).toMatch(/: [1-9]\d+ of \d+ passed/)
    expect(exitCode).toBe(0)
    await expectNothingLeft()
  })

  test('every scenario in a container is expected to come to something', async () => {
    const files = await Array.fromAsync(glob('scenarios/container/*.ts'))
    const elsewhere = ['another-gateway-answers']
    expect(files.map((file) => basename(file, '.ts')).sort()).toEqual([...Object.keys(expected), ...elsewhere].sort())
  })

  test.each(Object.entries(expected))('%s: its faults land on the real gateway, %j fail', async (name, claims) => {
    await inContainer(`scenarios/container/${name}.ts`)
    const always = results().map(({ failed }) => failed.filter((claim) => !sometimes[name]?.includes(claim)))
    expect(always).toEqual([claims])
    expect(missedFaults()).toEqual(name === 'read-only-root' ? [expect.stringContaining('read-only root')] : [])
    await expectNothingLeft()
  })

  test('two gateways on one state: the older version lets both write', async () => {
    await inContainer('another-gateway-answers', '--gateway', 'openclaw@2026.4.14')
    // what else is lost depends on which of the two writes last
    expect(results()).toMatchObject([{ verdict: 'fail', failed: expect.arrayContaining(['store-sound']), missed: [] }])
  })

  test.each(['SIGINT', 'SIGKILL'] as const)('nothing is left after %s in the middle of a run', async (signal) => {
    const command = inContainer('stop-one-running', '--steps')
    await untilSaid(command, 'model calls')
    expect(await leftInDocker()).toHaveLength(6)
    command.kill(signal)
    await untilOver(command)
    await expectNothingLeft()
  })

  test('an image whose harness was killed together with its watchdog is removed by the next command', async () => {
    if (typeof docker === 'string') throw new Error(docker)
    const gone = execaSync('sh', ['-c', 'echo $$']).stdout
    const labels = { [ownerLabel]: ownWord().replace(/^\w+/, Number(gone).toString(36)) }
    const folder = await mkdtemp(join(tmp, 'abandoned-'))
    await writeFile(join(folder, 'Dockerfile'), `FROM ${base}\n`)
    const output = await docker.buildImage(
      { context: folder, src: ['Dockerfile'] },
      { t: 'gatecrash-00000000', labels },
    )
    await new Promise((resolve) => docker.modem.followProgress(output, resolve))
    expect(await leftInDocker()).toEqual(['image gatecrash-00000000:latest'])
    await inContainer('scenarios/stop-one-running.ts', '--gateway', 'reference')
    await expectNothingLeft()
  })

  test('a base that Docker does not have is a clear error, and nothing is left', async () => {
    const { exitCode, all } = await chaos('stop-one', '--runtime', 'container', '--image', 'gatecrash.invalid/nothing')
    expect(exitCode).toBe(254)
    expect(all).toContain('cannot build the image on gatecrash.invalid/nothing: ')
    await expectNothingLeft()
  })

  test('without a container, what needs one is skipped with the command that runs it', async () => {
    const { all } = await chaos('container/paused', '--gateway', 'reference')
    expect(all).toContain('npx gatecrash scenarios/container/paused-in-batch.ts --runtime container')
  })
})
