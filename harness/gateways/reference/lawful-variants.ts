import type { LawfulVariant } from './change.ts'
import { asking } from './variants/asking.ts'
import { clients } from './variants/clients.ts'
import { interruptions } from './variants/interruptions.ts'
import { messages } from './variants/messages.ts'
import { order } from './variants/order.ts'
import { recoveries } from './variants/recoveries.ts'
import { results } from './variants/results.ts'
import { wire } from './variants/wire.ts'

/** Every lawful variant by its name; `reference@<name>` is a gateway that does so. */
export const lawfulVariants: Readonly<Record<string, LawfulVariant>> = {
  ...results,
  ...messages,
  ...interruptions,
  ...wire,
  ...clients,
  ...asking,
  ...order,
  ...recoveries,
}
