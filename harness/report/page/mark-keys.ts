import type { TargetedKeyboardEvent } from 'preact'
import type { Mark, Place } from '../timeline.ts'

/** Moves along marks by keyboard: left and right in time, up and down to the nearest of the next lane. */
export function useMarkKeys(
  marks: readonly Mark[],
  topOf: (place: Place) => number,
  choose: (entries: readonly number[]) => void,
): (event: TargetedKeyboardEvent<HTMLElement>) => void {
  return (event) => {
    const now = Number((event.target as HTMLElement).dataset.mark ?? -1)
    const index = nextOf(event.key, now, marks, topOf)
    const next = marks[index]
    if (next === undefined) return
    event.preventDefault()
    choose(next.entries)
    event.currentTarget.querySelector<HTMLElement>(`[data-mark="${index}"]`)?.focus()
  }
}

function nextOf(key: string, now: number, marks: readonly Mark[], topOf: (place: Place) => number): number {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: now - 1,
    ArrowRight: now + 1,
    Home: 0,
    End: marks.length - 1,
  }
  if (key === 'ArrowUp' || key === 'ArrowDown') return beside(key === 'ArrowUp' ? -1 : 1, now, marks, topOf)
  return steps[key] ?? -1
}

function beside(direction: 1 | -1, now: number, marks: readonly Mark[], topOf: (place: Place) => number): number {
  const from = marks[now]
  if (from === undefined) return -1
  const distance = (mark: Mark) => (topOf(mark) - topOf(from)) * direction
  const nearest = Math.min(...marks.map(distance).filter((far) => far > 0))
  const there = marks.filter((mark) => distance(mark) === nearest)
  const [best] = there.toSorted((a, b) => Math.abs(a.x - from.x) - Math.abs(b.x - from.x))
  return best === undefined ? -1 : marks.indexOf(best)
}
