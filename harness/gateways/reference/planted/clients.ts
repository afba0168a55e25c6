import { randomUUID } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlantedBug } from '../change.ts'
import type { Hub, News } from '../server/hub.ts'
import { tellRefusals } from '../tell-refusals.ts'

/** Bugs in what clients are told and may do, and in what the sessions share. */
export const clients = {
  'client-gone-ends-run': {
    does: 'gives up a run when a client loses its connection',
    claim: 'messages-answered',
    scenario: 'network/drop-and-reconnect',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override close() {
          super.close()
          if (this.office.hub.states.some(({ running }) => running)) acted()
          for (const { session } of this.office.hub.states) void this.stop(session)
        }
      }
    },
  },
  'stop-reaches-all-sessions': {
    does: 'stops every session when it is told to stop one',
    claim: 'messages-answered',
    scenario: 'stop-beside-session',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override async stop() {
          const { states } = this.office.hub
          if (states.filter(({ running }) => running).length > 1) acted()
          const stopped = states.map(({ session }) => super.stop(session))
          return (await Promise.all(stopped)).includes(true)
        }
      }
    },
  },
  'reply-told-twice': {
    does: 'sends each reply to the client twice',
    claim: 'replies-once',
    scenario: 'message-during-batch',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override tell(news: News) {
          super.tell(news)
          if (news.entry.type !== 'assistant') return
          acted()
          super.tell(news)
        }
      }
    },
  },
  'reply-never-told': {
    does: 'keeps replies to itself until the client asks for the history',
    claim: 'replies-once',
    scenario: 'request-rejected-once',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override tell(news: News) {
          if (news.entry.type !== 'assistant') return super.tell(news)
          acted()
        }
      }
    },
  },
  'news-under-wrong-session': {
    does: 'reports the events of all sessions under the name of the first one',
    claim: 'sessions-apart',
    scenario: 'stop-beside-session',
    plant(parts, acted) {
      parts.Hub = class extends parts.Hub {
        protected override tell(news: News) {
          const [session = news.session] = this.sessions.keys()
          if (session !== news.session) acted()
          super.tell({ ...news, session })
        }
      }
    },
  },
  'history-handed-on': {
    does: 'begins a new session with the history of the first one',
    claim: 'sessions-apart',
    scenario: 'key-expired',
    plant(parts, acted) {
      parts.Hub = class extends parts.Hub {
        protected override openSession(name: string) {
          const [first] = this.sessions.keys()
          if (first === undefined) return super.openSession(name)
          acted()
          copyFileSync(join(this.folder, `${first}.jsonl`), join(this.folder, `${name}.jsonl`))
          return super.openSession(name)
        }
      }
    },
  },
  'old-token-still-opens': {
    does: 'accepts the token that a device had before it was rotated',
    claim: 'auth-contained',
    scenario: 'auth/device-token-rotated-in-batch',
    plant(parts, acted) {
      parts.Devices = class extends parts.Devices {
        override rotate(device: string) {
          const old = this.tokens.get(device) ?? ''
          const token = super.rotate(device)
          acted()
          this.tokens.set(`${device}, before`, old)
          return token
        }
      }
    },
  },
  'new-token-forgotten': {
    does: 'gives a device a new token, and does not recognize it later',
    claim: 'auth-contained',
    scenario: 'auth/device-token-rotated-in-batch',
    plant(parts, acted) {
      parts.Devices = class extends parts.Devices {
        protected override keep(device: string) {
          acted()
          super.keep(device, '')
        }
      }
    },
  },
  'revoked-token-still-opens': {
    does: 'lets a device in whose token was revoked',
    claim: 'auth-contained',
    scenario: 'auth/device-token-revoked-in-batch',
    plant(parts, acted) {
      parts.Devices = class extends parts.Devices {
        override revoke() {
          acted()
        }
      }
    },
  },
  'key-means-nothing': {
    does: 'takes a message that is sent again with its key for a new one',
    claim: 'clients-answered',
    scenario: 'clients/message-sent-again',
    plant(parts, acted) {
      parts.Session = class extends parts.Session {
        override say(text: string, key: string) {
          if (!this.log.entries.some((entry) => entry.type === 'accepted' && entry.key === key))
            return super.say(text, key)
          acted()
          return super.say(text, randomUUID())
        }
      }
    },
  },
  'refuses-without-a-word': {
    does: 'refuses requests and does not say why',
    claim: 'clients-answered',
    scenario: 'clients/nonsense-in-batch.ts: a client sends requests that lack something in the middle of a batch',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override send(message: { readonly ok?: boolean }) {
          if (message.ok === false) acted()
          super.send(message.ok === false ? { ...message, why: '' } : message)
        }
      }
    },
  },
  'tells-no-cause': {
    does: 'tells clients that something went wrong, and not what, when the provider refuses a request',
    claim: 'clients-answered',
    scenario: 'incidents/4652-told-unpaired',
    plant: tellRefusals('Something went wrong. Please try again.'),
  },
  'takes-any-session': {
    does: 'takes whatever a client names as a session for its name',
    claim: 'clients-answered',
    scenario: 'clients/nonsense-in-batch.ts: a client names sessions by paths in the middle of a batch',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override async take(line: string) {
          const asked = JSON.parse(line.startsWith('{') ? line : '{}')
          const { session } = asked
          if (typeof session !== 'string' || !session.includes('/')) return super.take(line)
          acted()
          return super.take(JSON.stringify({ ...asked, session: session.replaceAll(/[^a-z]/g, '') }))
        }
      }
    },
  },
  'windows-stay-open': {
    does: 'leaves the other connections of a device open when its token changes',
    claim: 'auth-contained',
    scenario: 'clients/second-window-of-a-device.ts: the token of a device with two windows is rotated during a batch',
    plant(parts, acted) {
      parts.Desk = class extends parts.Desk {
        protected override changeToken<T>(_: string, change: () => T) {
          acted()
          return change()
        }
      }
    },
  },
  'shutdown-leaves-tools': {
    does: 'exits on SIGTERM without ending its tools',
    claim: 'processes-gone',
    scenario: 'sigterm-one-running',
    plant(parts, acted) {
      parts.Gateway = class extends parts.Gateway {
        protected override endLeftovers() {
          return 0
        }
        protected override async endRuns(hub: Hub) {
          if (hub.states.some(({ running }) => running)) acted()
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>
