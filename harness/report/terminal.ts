import { join } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { Entry } from '../record/entry.ts'
import { readRecord } from '../record/record.ts'
import type { ScenarioResult } from '../result.ts'
import { clearLine, shown } from '../terminal.ts'
import { describeResult, describeSkipped, dim, kindsIn } from './text.ts'

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>

/**
 * Tells a person what happens while it happens: on a terminal the steps as they land, over and over in one line; then each scenario's verdict,
 * with the evidence of what is new, once for each kind of finding. Elsewhere steps are told only when `steps` asks for it.
 */
export class TerminalReporter implements Reporter {
  readonly #output: Output
  readonly #now: () => number
  readonly #began = new Map<string, number>()
  readonly #steps: boolean
  #line = ''
  /** the kinds of findings that were told whole */
  readonly #told = new Set<string>()

  constructor(steps = false, output: Output = process.stdout, now: () => number = () => performance.now()) {
    this.#steps = steps
    this.#output = output
    this.#now = now
  }

  onTestCaseReady(test: TestCase): void {
    if (test.options.mode !== 'run') return
    this.#began.set(test.id, this.#now())
  }

  onTestCaseAnnotate(test: TestCase, { message }: { message: string }): void {
    this.#progress(test, message)
  }

  onTestCaseResult(test: TestCase): void {
    const { chaos, skipped } = test.meta()
    if (skipped !== undefined) this.#print(describeSkipped(skipped))
    else if (chaos !== undefined) this.#tell(chaos)
    else if (test.result().state === 'failed') this.#print([`✗ CRASH        ${test.name}`, ...errorsOf(test)])
  }

  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors()) this.#print([`✗ CRASH        ${module.moduleId}`, ...indented(error.message)])
  }

  #tell(result: ScenarioResult): void {
    this.#print(describeResult(result, recordIn(result.folder), this.#told))
    for (const kind of kindsIn(result)) this.#told.add(kind)
  }

  /** On a terminal one line is written over and over; with `steps` each step is a line of its own. */
  #progress(test: TestCase, what: string): void {
    const seconds = Math.round((this.#now() - (this.#began.get(test.id) ?? 0)) / 1000)
    const text = `  ${String(seconds).padStart(3)} s  ${what}  ‹ ${test.name}`
    if (this.#steps) return void this.#output.write(`${shown(dim(text))}\n`)
    if (!this.#output.isTTY) return
    this.#clear()
    this.#line = shown(text).slice(0, (this.#output.columns || 80) - 1)
    this.#output.write(shown(dim(this.#line)))
  }

  #print(lines: readonly string[]): void {
    this.#clear()
    this.#output.write(`${lines.map(shown).join('\n')}\n`)
  }

  #clear(): void {
    if (this.#line !== '') this.#output.write(clearLine)
    this.#line = ''
  }
}

/** Without a record a finding is told without its story. */
function recordIn(folder: string): readonly Entry[] {
  try {
    return readRecord(join(folder, 'record.jsonl'))
  } catch {
    return []
  }
}

function errorsOf(test: TestCase): string[] {
  return (test.result().errors ?? []).flatMap(({ message, stack }) => [
    ...indented(message),
    ...(stack ?? '').split('\n').slice(1, 6),
  ])
}

function indented(text: string): string[] {
  return text.split('\n').map((line) => `    ${line}`)
}
