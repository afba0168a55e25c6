import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { accept } from '../accept.ts'
import type { PlantedBug } from '../change.ts'

/** Bugs in how texts are read: what people write, and what the model streams. */
export const texts = {
  'message-read-as-latin1': {
    does: 'reads what people write as Latin-1',
    claim: 'conversation-kept',
    scenario: 'texts/other-letters',
    plant: accept((text) => Buffer.from(text).toString('latin1')),
  },
  'message-lines-joined': {
    does: 'makes one line of a message, with single spaces',
    claim: 'conversation-kept',
    scenario: 'texts/other-letters',
    plant: accept((text) => text.replaceAll(/\s+/g, ' ')),
  },
  'message-normalized': {
    does: 'replaces letters of a message with their composed forms',
    claim: 'conversation-kept',
    scenario: 'texts/other-letters',
    plant: accept((text) => text.normalize('NFKC')),
  },
  'message-cut-in-a-letter': {
    does: 'keeps the first 512 code units of a message, be the last one half a letter or not',
    claim: 'conversation-kept',
    scenario: 'texts/long-texts',
    plant: accept((text) => text.slice(0, 512)),
  },
  'reply-read-as-latin1': {
    does: 'reads the stream of the model as Latin-1',
    claim: 'replies-true',
    scenario: 'texts/other-letters',
    plant(parts, acted) {
      parts.Provider = class extends parts.Provider {
        protected override async *linesOf(response: IncomingMessage) {
          for await (const line of super.linesOf(response)) {
            const read = Buffer.from(line).toString('latin1')
            if (read !== line) acted()
            yield read
          }
        }
      }
    },
  },
  'letters-lost-between-packets': {
    does: 'reads each packet of the model’s stream by itself, and garbles a letter that is split between two',
    claim: 'replies-true',
    scenario: 'texts/other-letters',
    plant(parts, acted) {
      parts.Provider = class extends parts.Provider {
        protected override async *linesOf(response: IncomingMessage) {
          yield* super.linesOf(Readable.from(readAlone(response, acted)) as IncomingMessage)
        }
      }
    },
  },
} satisfies Record<string, PlantedBug>

async function* readAlone(packets: AsyncIterable<Buffer>, acted: () => void): AsyncGenerator<string> {
  for await (const packet of packets) {
    const text = packet.toString()
    if (text.includes('\uFFFD')) acted()
    yield text
  }
}
