import type { Driver } from '../driver.ts'
import { openclaw } from './openclaw/driver.ts'

/** Every kind of gateway we can run, by the name used in `--gateway <name>@<version>`. */
export const drivers: readonly Driver[] = [openclaw]
