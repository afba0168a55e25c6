import { conformance } from '../conformance.ts'
import { pi } from './driver.ts'

conformance(pi)
