import type { Preset } from './preset.ts'
import { profileWith } from './profile.ts'

const key = 'gatecrash-no-key'

/** The agents that are known by a name; any other is driven by its command. */
export const presets: readonly Preset[] = [
  {
    name: 'gemini-cli',
    defaultVersion: '0.61.0',
    apis: ['google-generative-ai'],
    npm: { gateway: 'gemini-cli', name: '@google/gemini-cli', bytes: 0.3e9, holds: 'bundle/gemini.js' },
    program: 'bundle/gemini.js',
    isNode: true,
    args: ['--acp', '-m', 'gemini-2.5-pro', '--skip-trust', '--approval-mode', 'yolo'],
    environment: ({ home, provider }) => ({
      GEMINI_CLI_HOME: home,
      GEMINI_API_KEY: key,
      GOOGLE_GEMINI_BASE_URL: provider,
      // otherwise it may start itself again as a child
      GEMINI_CLI_NO_RELAUNCH: 'true',
    }),
    files: () => ({
      '.gemini/settings.json': {
        security: { auth: { selectedType: 'gemini-api-key' } },
        general: { enableAutoUpdate: false },
        privacy: { usageStatisticsEnabled: false },
      },
    }),
    signIn: 'gemini-api-key',
    // google-gemini/gemini-cli#28775
    loadsNextMinute: true,
    inTurn: true,
    leavesTools: true,
    whileBusy: 'interrupt',
    profile: profileWith({
      liberties: [
        {
          name: 'adds-texts',
          pattern: '^<session_context>|^\\s*\\[System: You previously returned an empty response',
          source: 'the first text of each conversation',
        },
        { name: 'drops-failed-messages', source: 'GeminiChat.sendMessageStream: rollback' },
      ],
      invented: [],
      phrases: [],
    }),
  },
]
