import type { Installed, Route } from './driver.ts'
import type { Comparison, Expectation } from './expectations/expectations.ts'
import type { RunJudgement } from './oracles/judge.ts'

/** What one scenario came to: what a terminal, a report and a machine are told. */
export type ScenarioResult = RunJudgement & {
  /** what tells it from all others: its file, and ` > ` and its title when the file has several, as vitest writes it */
  readonly name: string
  readonly title: string
  /** as given on the command line, or from the repository's root */
  readonly file: string
  readonly gateway: string
  /** the run's folder, with its record and evidence */
  readonly folder: string
  readonly ms: number
  /** the one command that runs it again */
  readonly repeat: string
  /** what of it was known; left out when nothing was listed for the gateway */
  readonly expected?: Comparison | undefined
  /** the file of a finding that others can run */
  readonly repro?: string | undefined
  /** it was played beside others on one gateway */
  readonly warm?: true | undefined
}

/** A scenario that was not run, because the gateway has not what it needs. */
export type SkippedScenario = Pick<ScenarioResult, 'name' | 'title' | 'file'> & {
  readonly why: string
  /** it was to be run, and there was no time left: nothing is known of it, so it is no pass */
  readonly unfinished?: true | undefined
}

/** What every scenario of one `npm run chaos` shares; plain data, handed to the processes that run them. */
export type Settings = {
  readonly driver: string
  /** the module that the driver comes from, where it is plugged in */
  readonly module?: string | undefined
  readonly installed: Installed
  /** as asked for: `openclaw@2026.9.6`, or a path */
  readonly gateway: string
  readonly api: string
  readonly route: Route
  readonly seed: number
  /** `restart` restarts the gateway after every schedule */
  readonly aftermath?: 'restart' | undefined
  readonly port: number | undefined
  /** how often each scenario is run */
  readonly times: number
  /** what was played side by side on one gateway, and is not to be run again */
  readonly warm: readonly ScenarioResult[]
  /** whether each step is told as it lands, also where the output is no terminal */
  readonly steps: boolean
  /** how long the scenarios of one file may take together */
  readonly fileMs: number
  /** the image of the containers that gateways run in, if they do, and the base that was asked for */
  readonly container: { readonly image: string; readonly base: string } | undefined
  /** the folder that runs leave their folders in */
  readonly runs: string
  /** what is listed for this version and this API; left out when verdicts are to be raw */
  readonly expectations?: readonly Expectation[] | undefined
}

declare module 'vitest' {
  interface TaskMeta {
    chaos?: ScenarioResult
    skipped?: SkippedScenario
    /** what it ran on, so that results of several machines can be put together */
    ran?: Pick<Settings, 'api' | 'seed'> & { gateway: string }
  }
  interface ProvidedContext {
    settings: Settings
  }
}
