import { type Generation, messagesInLog } from './generation.ts'

/** The Control UI of 2026.1.29 to 2026.3: the token is in the address, and kept with the settings. */
export const generation1: Generation = {
  since: '2026.1.29',
  marks: ['role="log"', 'chat-reading-indicator', 'chat-queue__item', 'openclaw.control.settings.v1'],
  tokenIn: (token) => `&token=${token}`,
  token: { storage: 'local', key: 'openclaw.control.settings.v1', field: 'token' },
  composer: (page) => page.getByPlaceholder(/^(Message|Connect to the gateway)/),
  stop: (page) => page.getByRole('button', { name: 'Stop', exact: true }),
  pondering: (page) => page.getByRole('log').locator('.chat-reading-indicator, .streaming'),
  queue: (page) => page.locator('.chat-queue__item'),
  problems: (page) => page.locator('.callout.danger, .pill.danger').or(page.getByText('Disconnected from gateway')),
  messages: messagesInLog,
}
