import type { Installed, Need } from '../../driver.ts'

/** What no version up to 2026.9.6 has, by the commands and documents of its package. */
const unknown: Partial<Record<Need, string>> = {
  'stop-after-tools': 'has no /stop --after-tools',
}

/** Why a version of OpenClaw cannot do what a scenario needs; nothing when it can. */
export function lacks(need: Need, { version }: Installed): string | undefined {
  const why = unknown[need]
  return why === undefined ? undefined : `openclaw ${version} ${why}`
}
