import type { Verdict } from '../oracles/judgement.ts'

/** What a command may be: the words after its name, in; the exit code of the process, out. */
export type Command = {
  /** its line in the help: how it is called, and what it does */
  readonly usage: readonly [call: string, does: string]
  /** what `--help` after its name prints, where the line is not enough */
  readonly help?: string
  /** @throws HarnessError when the user asked for something that cannot be */
  run(words: readonly string[]): Promise<number>
}

/** What a verdict means to the shell: 0 pass, 1 a finding, 2 inconclusive, 255 a crash of ours. */
export const exitCodes: Readonly<Record<Verdict | 'crash', number>> = { pass: 0, fail: 1, inconclusive: 2, crash: 255 }

/** What the user can mend: a wrong word, a file that is not there, a machine that lacks something. */
export const usageExitCode = 254
