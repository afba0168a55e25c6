import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Gateway } from '../driver.ts'
import { HarnessError } from '../errors.ts'
import type { RunRecord } from '../facts/run-record.ts'

/** Notes what the gateway has stored, what is wrong with it, and where it wanted to connect to outside; `folder` is the run's. */
export async function snapshot(gateway: Gateway, record: RunRecord, folder: string): Promise<void> {
  const { store } = gateway
  await noteUnreadable(record, async () => {
    if (store !== undefined) record.append({ kind: 'store-checked', problems: await store.check() })
  })
  await noteUnreadable(record, async () => {
    for (const transcript of (await store?.transcripts()) ?? [])
      record.append({ kind: 'transcript-stored', ...transcript })
  })
  const blocked = await readFile(join(folder, 'blocked.jsonl'), 'utf8').catch(() => '')
  for (const line of new Set(blocked.split('\n').filter(Boolean)))
    record.append({ kind: 'network-blocked', ...JSON.parse(line) })
}

/** A store that cannot be read is an entry, too. */
async function noteUnreadable(record: RunRecord, read: () => Promise<void>): Promise<void> {
  try {
    await read()
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    record.append({ kind: 'store-unreadable', why: error.message })
  }
}
