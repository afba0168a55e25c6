import type { Container, ContainerChange } from '../machine.ts'
import { entriesOf } from '../record/record.ts'
import type { Stage } from './step.ts'

/** What the gateway runs in; a scenario whose steps need it does not run in a process. */
export function inContainer({ container }: Stage): Container {
  if (container === undefined) throw new Error('the gateway does not run in a container')
  return container
}

/** Changes the gateway's container, and waits until it was seen to be so. */
export async function changed(to: ContainerChange, stage: Stage): Promise<void> {
  const { record } = stage
  const from = record.entries.length
  await inContainer(stage).change(to)
  await record.waitFor(`the container to be ${to}`, 'effect', (entries) =>
    entriesOf(entries.slice(from), 'container-changed').find((entry) => entry.to === to),
  )
}

/** Makes a change of the gateway's container as it was, where that is still to be done. */
export function restored(from: ContainerChange, { container }: Stage): Promise<void> | undefined {
  return container?.undo(from)
}
