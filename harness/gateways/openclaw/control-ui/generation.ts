import type { Locator, Page } from 'playwright'

/** How one generation of the Control UI is used and read: everything that an OpenClaw may change in its page. */
export type Generation = {
  /** the first version that has it */
  readonly since: string
  /** words in its program, without which it is another generation */
  readonly marks: readonly string[]
  /** what follows the page's address to give it the token */
  readonly tokenIn: (token: string) => string
  /** the key of the token that a page keeps, in the storage it is in; a part of a JSON value where it has a `field` */
  readonly token: { readonly storage: 'local' | 'session'; readonly key: string; readonly field?: string }
  /** where a message is typed */
  readonly composer: (page: Page) => Locator
  readonly stop: (page: Page) => Locator
  /** what shows that an answer is being written or waited for */
  readonly pondering: (page: Page) => Locator
  /** messages that the page keeps until it can send them */
  readonly queue: (page: Page) => Locator
  /** errors and banners */
  readonly problems: (page: Page) => Locator
  /** the texts of a side's messages */
  readonly messages: (page: Page, from: 'user' | 'assistant') => Locator
}

/** Where messages are shown, the same in every generation so far; only the classes tell whose a message is. */
export function messagesInLog(page: Page, from: 'user' | 'assistant'): Locator {
  return page.getByRole('log').locator(`.chat-group.${from} .chat-text`)
}
