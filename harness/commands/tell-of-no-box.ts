import { noBox, whyNoBox } from '../gateways/box/why-no-box.ts'
import { warn } from '../terminal.ts'

/** Says in one line that the agents of this command run without a box, and why; nothing where each has one (docs/box.md). */
export function tellOfNoBox(): void {
  const why = whyNoBox()
  if (why !== undefined) warn(`${noBox(why)}; see docs/box.md`)
}
