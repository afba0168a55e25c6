import type { Page } from 'playwright'
import type { PageView } from '../../../record/page-view.ts'
import type { Generation } from './generation.ts'

/** What a page shows, read as a person would: nothing of it is touched. */
export async function readView(page: Page, generation: Generation, session: string): Promise<PageView> {
  const { composer, stop, pondering, queue, problems, messages } = generation
  const texts = async (from: 'user' | 'assistant') =>
    (await messages(page, from).allInnerTexts()).map((text) => ({ from, text: text.trim() }))
  const [user, assistant, stops, signs, queued, ready, shown] = await Promise.all([
    texts('user'),
    texts('assistant'),
    stop(page).count(),
    pondering(page).count(),
    queue(page).allInnerTexts(),
    isReady(composer(page)),
    problems(page).allInnerTexts(),
  ])
  return {
    session,
    messages: [...user, ...assistant],
    busy: stops + signs > 0,
    stop: stops > 0,
    queued: lines(queued),
    ready,
    problems: lines(shown),
  }
}

/** Each text in one line, once. */
function lines(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean))]
}

async function isReady(composer: ReturnType<Generation['composer']>): Promise<boolean> {
  return (await composer.count()) === 1 && (await composer.isEnabled())
}

/** The beginning of all text that a page shows, in one line, for an error; nothing where the page does not tell. */
export async function textOf(page: Page | undefined): Promise<string> {
  const text = await page?.innerText('body', { timeout: 1_000 }).catch(() => '')
  return (text ?? '').replace(/\s+/g, ' ').slice(0, 500)
}
