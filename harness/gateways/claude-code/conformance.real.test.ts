import { conformance } from '../conformance.ts'
import { claudeCode } from './driver.ts'

conformance(claudeCode)
