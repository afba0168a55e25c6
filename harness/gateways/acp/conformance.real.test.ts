import { conformance } from '../conformance.ts'
import { presetDriver } from './driver.ts'
import { presets } from './presets.ts'

/** One that runs the calls of a reply in turn, and one that runs them side by side; the others differ from them in data alone. */
const tried = ['gemini-cli', 'opencode-acp']

for (const preset of presets) if (tried.includes(preset.name)) conformance(presetDriver(preset))
