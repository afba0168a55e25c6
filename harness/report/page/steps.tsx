import type { RunData } from '../run-data.ts'
import type { RunStep } from '../run-steps.ts'
import { instant } from './data.ts'
import './steps.css'

const outcomeWords = { landed: '', fault: 'fault', missed: 'did not happen', after: '' } as const

/** The steps of a run beside its picture: a step chooses what was seen in it, and what is chosen marks its step. */
export function Steps({
  steps,
  chosen,
  choose,
}: {
  steps: RunData['steps']
  chosen: readonly number[]
  choose: (entries: readonly number[]) => void
}) {
  return (
    <ol class="steps" aria-label="steps">
      {steps.map((step, index) => (
        <li key={index} class={step.outcome}>
          <button
            type="button"
            aria-pressed={chosen.some((n) => step.entries.includes(n))}
            onClick={() => choose(step.entries)}
          >
            <b>{step.number ?? '·'}</b>
            <span>{wordsOf(step)}</span>
            <time>{instant(step.at)}</time>
          </button>
        </li>
      ))}
    </ol>
  )
}

function wordsOf({ does, outcome, why }: RunStep): string {
  const word = outcomeWords[outcome]
  return [does, ...(word === '' ? [] : [` (${word}${why === '' ? '' : `: ${why}`})`])].join('')
}
