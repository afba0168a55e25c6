import type { Step } from '../steps/index.ts'

/** Whether the model is to answer in a session after a pair in its stored history was broken, which a gateway may refuse instead. */
export function goesOnDamaged(steps: readonly Step[]): boolean {
  const damaged = new Set<string>()
  let newest = 'main'
  for (const step of steps) {
    if (step.do === 'store.holds' && step.damage !== 'cut-line') damaged.add(step.session)
    if (step.do === 'user.says') newest = step.session
    if ((step.do === 'model.says' || step.do === 'model.calls') && damaged.has(step.session ?? newest)) return true
  }
  return false
}
