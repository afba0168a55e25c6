import { conformance } from '../conformance.ts'
import { opencode } from './driver.ts'

conformance(opencode)
