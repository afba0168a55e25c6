import { conformance } from '../conformance.ts'
import { codex } from './driver.ts'

conformance(codex)
