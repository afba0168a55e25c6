import { conformance } from '../conformance.ts'
import { presetDriver } from './driver.ts'
import { presets } from './presets.ts'

for (const preset of presets) conformance(presetDriver(preset))
