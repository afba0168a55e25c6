/**
 * The engine as a library, `gatecrash/engine`: run a scenario, settle a gateway, judge a record. Nothing here prints, exits or knows a
 * runner of tests. docs/engine.md shows it at work.
 */
export type { Driver, Gateway, Installed } from '../driver.ts'
export { HarnessError } from '../errors.ts'
export { gatewayNamed } from '../gateways/index.ts'
export { judgeRun as judge, type RunJudgement } from '../oracles/judge.ts'
export type { Entry } from '../record/entry.ts'
export { readRecord } from '../record/record.ts'
export { type RunOptions, type RunResult, run } from './run.ts'
export { type Settling, settle } from './settle.ts'
export type { Setup } from './stage.ts'
export { whatLacks } from './what-lacks.ts'
