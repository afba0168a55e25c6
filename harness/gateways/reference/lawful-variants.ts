import type { LawfulVariant } from './change.ts'
import { results } from './variants/results.ts'

/** Every lawful variant by its name; `reference@<name>` is a gateway that does so. */
export const lawfulVariants: Readonly<Record<string, LawfulVariant>> = { ...results }
