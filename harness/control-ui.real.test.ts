import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { browserTests } from './browser-tests.ts'
import { chaos, readReport, tmp } from './chaos-command.ts'
import { markedProcesses } from './engine/marked-processes.ts'
import { openclaw } from './gateways/openclaw/driver.ts'
import { entriesOf, readRecord } from './record/record.ts'
import { untilOver, untilSaid } from './until-said.ts'

const left = () => readdirSync(tmp).filter((name) => name.startsWith('gatecrash-'))

browserTests('the Control UI in a real browser', () => {
  /** One version of each generation of the page that other tests have installed anyway. */
  test.each(['2026.1.29', '2026.4.14', openclaw.defaultVersion])(
    'the Control UI of openclaw@%s is used and read in a real browser',
    async (version) => {
      const { exitCode, all } = await chaos('control-ui/batch', '--gateway', `openclaw@${version}`)
      expect(all).toMatch(/✓ pass +page: a batch of two parallel tools/)
      expect(exitCode).toBe(0)
      const folder = readReport().scenarios[0]?.folder ?? ''
      const views = entriesOf(readRecord(join(folder, 'record.jsonl')), 'page-saw')
      expect(views.at(-1)).toMatchObject({ busy: false, stop: false, ready: true, problems: [] })
      // without the clean turn of the aftermath
      const isOfSchedule = (text: string) => !/^(anybody there|here, as ever)/.test(text)
      expect(
        views
          .at(-1)
          ?.messages.map(({ text }) => text)
          .filter(isOfSchedule),
      ).toEqual(['compare two companies', 'still there?', 'both alike', 'yes, here'])
      expect(readdirSync(join(folder, 'pages')).sort()).toEqual(['main-end.png', 'main-trace.zip'])
      await expect.poll(left, { timeout: 20_000 }).toEqual([])
    },
  )

  test('the page is refused without its token, and let in with it again', async () => {
    await chaos('control-ui/token-lost-in-batch')
    const folder = readReport().scenarios[0]?.folder ?? ''
    const entries = readRecord(join(folder, 'record.jsonl'))
    const lost = entriesOf(entries, 'page-token').find(({ shows }) => shows === 'none')
    const attempts = entriesOf(entries, 'client-connected').filter(({ n }) => n > (lost?.n ?? Number.NaN))
    expect([attempts[0]?.ok, attempts.at(-1)?.ok]).toEqual([false, true])
    expect(existsSync(join(folder, 'pages', 'main-step-5.png'))).toBe(true)
  })

  test('a stop button that is gone after a reload is a finding, with its picture', async () => {
    const words = ['control-ui/reload-then-stop-button', '--gateway', 'openclaw@2026.1.29']
    const { exitCode, all } = await chaos(...words, '--no-expectations')
    expect(all).toContain('page-true: the page of client main has no stop button, and tool b runs')
    expect(all).toContain('picture: pages/main-step-5.png')
    expect(exitCode).toBe(1)
  })

  test('kill -9 with a page open leaves no browser, no profile and no folder', async () => {
    const running = chaos('control-ui/batch', '--steps')
    await untilSaid(running, 'user says')
    const run = left()[0]?.split('-').at(-1)
    const commands = await Promise.all((await markedProcesses(`GATECRASH_RUN=${run}`)).map(commandOf))
    expect(commands.some((command) => /chrom/i.test(command))).toBe(true)
    running.kill('SIGKILL')
    await untilOver(running)
    await expect.poll(() => markedProcesses(`GATECRASH_RUN=${run}`), { timeout: 20_000 }).toEqual([])
    await expect.poll(left, { timeout: 20_000 }).toEqual([])
    await expect.poll(() => processesNaming(`gatecrash-${run}`), { timeout: 20_000 }).toEqual([])
  })
})

async function commandOf(pid: number): Promise<string> {
  return (await execa('ps', ['-o', 'args=', '-p', String(pid)], { reject: false })).stdout
}

/** Processes whose command names a folder: those of a browser name their profile, whatever their environment has become. */
async function processesNaming(folder: string): Promise<string[]> {
  const { stdout } = await execa('ps', ['-axww', '-o', 'args='])
  return stdout.split('\n').filter((line) => line.includes(folder) && !line.startsWith('ps '))
}
