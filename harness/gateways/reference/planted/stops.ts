import type { PlantedBug } from '../change.ts'

/** Bugs in the stop of one run. */
export const stops = {
  'stop-of-one-stops-all': {
    does: 'stops all that runs and waits in a session when it is told to stop one run',
    claim: 'messages-answered',
    scenario: 'stops/one-of-two-runs',
    plant(parts) {
      parts.Session = class extends parts.Session {
        override stop() {
          return super.stop()
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>
