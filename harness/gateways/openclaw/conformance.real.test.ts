import { conformance } from '../conformance.ts'
import { openclaw } from './driver.ts'

conformance(openclaw)
