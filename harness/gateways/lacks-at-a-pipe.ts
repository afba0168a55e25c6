import type { Need } from '../need.ts'

/** What an agent lacks that is spoken to by its own pipe and asks its model at one address with one key, each as the end of a sentence about it. */
export const lacksAtAPipe: Partial<Record<Need, string>> = {
  'gives-up-silence': 'is not known to give up a silent reply within seconds',
  'vendor-hosts': 'asks the model at the address in its configuration',
  'sign-in': 'is given a key',
  agents: 'has one agent',
  'stop-after-tools': 'stops at once only',
  clients: 'has one client, at its own pipe',
  'client-network': 'is driven through its own pipe',
  page: 'serves no page',
  devices: 'knows no devices',
  'device-token': 'knows no devices',
  'gateway-token': 'knows no devices',
  scopes: 'knows no devices',
  drain: 'ends what runs when it is told to exit',
  resumes: 'asks the model for nothing by itself after a start',
  'early-port': 'listens at no port',
  'own-tools': 'has no tools that call back into it',
  config: 'reads its configuration at its start only',
  'plugin-restart': 'has no plugins of that kind',
  cooldowns: 'has no cooldowns',
  'provider-key': 'reads its key at its start only',
  'small-disk': 'runs in no container yet',
}
