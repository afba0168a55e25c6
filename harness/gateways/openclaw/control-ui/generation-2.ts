import { type Generation, messagesInLog } from './generation.ts'

/** The Control UI of 2026.4 to 2026.7: the token is in the address's fragment, and kept for the tab. */
export const generation2: Generation = {
  since: '2026.4.0',
  marks: ['role="log"', 'Stop generating', 'chat-reading-indicator', 'chat-queue__item', 'openclaw.control.token.v1'],
  tokenIn: (token) => `#token=${token}`,
  token: { storage: 'session', key: 'openclaw.control.token.v1' },
  composer: (page) => page.getByPlaceholder(/^(Message|Connect to the gateway)/),
  stop: (page) => page.getByRole('button', { name: 'Stop generating' }),
  pondering: (page) =>
    page.getByRole('log').locator('.chat-reading-indicator, .streaming').or(page.getByLabel('Run status: In progress')),
  queue: (page) => page.locator('.chat-queue__item'),
  problems: (page) => page.locator('.callout.danger').or(page.getByRole('alert')),
  messages: messagesInLog,
}
