import { conformance } from '../conformance.ts'
import { reference } from './driver.ts'

conformance(reference)
