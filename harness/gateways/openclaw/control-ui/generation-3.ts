import { type Generation, messagesInLog } from './generation.ts'

/** The Control UI of 2026.8 and 2026.9: every control has a label, and a device keeps a token of its own beside the tab's. */
export const generation3: Generation = {
  since: '2026.8.0',
  marks: ['role="log"', 'Stop generating', 'Chat composer', 'chat-reading-indicator', 'openclaw.control.token.v1'],
  tokenIn: (token) => `#token=${token}`,
  token: { storage: 'session', key: 'openclaw.control.token.v1' },
  composer: (page) => page.getByRole('textbox', { name: 'Chat composer' }),
  stop: (page) => page.getByRole('button', { name: 'Stop generating' }),
  pondering: (page) =>
    page
      .getByRole('log')
      .locator('.chat-reading-indicator, .streaming')
      .or(page.getByRole('status').filter({ hasText: 'is responding' })),
  queue: (page) => page.locator('.chat-queue__item'),
  problems: (page) => page.locator('.callout.danger').or(page.getByRole('alert')),
  messages: messagesInLog,
}
