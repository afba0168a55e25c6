import type { Need } from '../need.ts'

const lacking: Partial<Record<Need, string>> = {
  'older-version': 'a container has the version under test only',
  'state-copy': 'a container keeps its state to itself',
  'early-port': 'a container has a relay before its port, which takes connections before the gateway does',
  'transcript-files': 'a lock file names a process of this machine, which a container does not see',
}

/** Why what a scenario needs cannot be had in a container; nothing when it can. */
export function lacksInContainers(need: Need): string | undefined {
  return lacking[need]
}
