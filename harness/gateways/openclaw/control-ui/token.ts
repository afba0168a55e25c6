import type { Page } from 'playwright'
import type { Generation } from './generation.ts'

/** Where a device keeps the token that it was given when it was let in, with which it would be let in again. */
const deviceTokens = 'openclaw.device.auth.v1'

/** Puts another token in the place of the one that a page keeps, for its next load; an empty one is none. */
export async function putToken(page: Page, { storage, key, field }: Generation['token'], token: string): Promise<void> {
  await page.evaluate(
    (to) => {
      const [kept, local] = [to.storage === 'local' ? localStorage : sessionStorage, localStorage]
      for (const name of Object.keys(local)) if (name.startsWith(to.deviceTokens)) local.removeItem(name)
      for (const name of Object.keys(kept).filter((candidate) => candidate.startsWith(to.key)))
        if (to.field !== undefined)
          kept.setItem(name, JSON.stringify({ ...JSON.parse(kept.getItem(name) ?? '{}'), [to.field]: to.token }))
        else if (to.token === '') kept.removeItem(name)
        else kept.setItem(name, to.token)
    },
    { storage, key, field, token, deviceTokens },
  )
}
