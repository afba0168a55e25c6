import type { Page, Request } from 'playwright'
import type { Place } from '../../../driver.ts'
import { isLoopback } from '../../loopback.ts'

/** What a page is made of: without one of them it is not the page that its gateway would have it show. */
const kinds = ['document', 'script', 'stylesheet']

/**
 * Notes each part of a page that its gateway did not bring: its path, and the browser's reason or the status of the answer. The result
 * tells whether one has been missed since it was last asked.
 */
export function watchParts(page: Page, { note, client }: { note: Place['note']; client: string }): () => boolean {
  let isMissed = false
  const missed = (request: Request, why: string) => {
    const { hostname, pathname } = new URL(request.url())
    if (!kinds.includes(request.resourceType()) || !isLoopback(hostname)) return
    isMissed = true
    note({ kind: 'page-part-missed', client, path: pathname, why })
  }
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? 'no reason'
    // the page itself has left, as when it is loaded anew
    if (why !== 'net::ERR_ABORTED') missed(request, why)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) missed(response.request(), `status ${response.status()}`)
  })
  return () => {
    const was = isMissed
    isMissed = false
    return was
  }
}
