import { copilotFiles } from '../copilot/session-store.ts'
import { geminiFiles } from '../gemini-cli/session-store.ts'
import { apis, configOf, variablesOf } from '../opencode/config.ts'
import { qwenFiles } from '../qwen/session-store.ts'
import type { Preset } from './preset.ts'
import { profileWith } from './profile.ts'

const key = 'gatecrash-no-key'
const platform = `${process.platform}-${process.arch}`

/** The agents that are known by a name; any other is driven by its command. */
export const presets: readonly Preset[] = [
  {
    name: 'gemini-cli',
    defaultVersion: '0.61.0',
    apis: ['google-generative-ai'],
    npm: {
      gateway: 'gemini-cli',
      name: '@google/gemini-cli',
      bytes: 0.3e9,
      holds: 'bundle/gemini.js',
      first: { version: '0.36.0', why: 'is no single bundle' },
    },
    program: 'bundle/gemini.js',
    isNode: true,
    args: ['--acp', '-m', 'gemini-2.5-pro'],
    unasked: ['--approval-mode', 'yolo'],
    environment: ({ home, provider }) => ({
      GEMINI_CLI_HOME: home,
      GEMINI_API_KEY: key,
      GOOGLE_GEMINI_BASE_URL: provider,
      // otherwise it may start itself again as a child
      GEMINI_CLI_NO_RELAUNCH: 'true',
    }),
    files: () => ({
      '.gemini/settings.json': {
        security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
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
    store: geminiFiles,
    storeSince: '0.40.1',
    profile: profileWith({
      liberties: [
        { name: 'rewrites-ids', source: 'the name of the tool before the id, in the store: 0.61.0, run' },
        {
          name: 'adds-texts',
          pattern: '^<session_context>|^\\s*\\[System: You previously returned an empty response',
          source: 'the first text of each conversation',
        },
        {
          name: 'drops-interrupted',
          source: 'a call without a result is left out when a session is loaded: 0.61.0, run',
        },
        {
          name: 'marks-interrupted',
          pattern: '^\\[The previous response was interrupted before it completed\\.\\]$',
          source: 'closeUnansweredToolResponseTurn, 0.61.0',
        },
        { name: 'drops-failed-messages', source: 'GeminiChat.sendMessageStream: rollback' },
      ],
      invented: [],
      phrases: [],
    }),
  },
  {
    name: 'opencode-acp',
    defaultVersion: '1.18.33',
    apis,
    npm: { gateway: 'opencode', name: `opencode-${platform}`, bytes: 0.5e9, holds: 'bin/opencode' },
    program: 'bin/opencode',
    isNode: false,
    args: ['acp'],
    environment: (ground) => variablesOf(configOf({ ...ground, asks: ground.asksFirst ? '*' : undefined })),
    whileBusy: 'steer',
    profile: profileWith({
      liberties: [
        {
          name: 'unflagged-errors',
          source: 'the result of a tool that is not there is no error of the API: 1.18.33, run',
        },
      ],
      invented: ['^\\[Tool execution was interrupted\\]$', '^Tool execution aborted$'],
      phrases: [{ phrase: '^Tool execution aborted$', means: 'is over', from: 'opencode 1.18.33' }],
    }),
  },
  {
    name: 'qwen',
    defaultVersion: '0.24.4',
    apis: ['openai-completions'],
    npm: { gateway: 'qwen', name: '@qwen-code/qwen-code', bytes: 0.4e9, holds: 'cli.js' },
    program: 'cli.js',
    isNode: true,
    args: ['--acp', '--auth-type', 'openai', '-m', 'chaos-model'],
    unasked: ['--approval-mode', 'yolo'],
    environment: ({ providerUrl }) => ({
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: providerUrl,
      QWEN_CODE_NO_RELAUNCH: 'true',
    }),
    files: () => ({
      '.qwen/settings.json': {
        tools: { toolSearch: { enabled: false } },
        privacy: { usageStatisticsEnabled: false },
        general: { enableAutoUpdate: false },
      },
    }),
    inTurn: true,
    whileBusy: 'interrupt',
    store: qwenFiles,
    profile: profileWith({
      liberties: [
        { name: 'decorates-messages', source: 'a system-reminder before the first message: 0.24.4, run' },
        {
          name: 'rewrites-ids',
          source: 'a call with the id of an earlier one gets "__qwen_dup_2" behind it: 0.24.4, run',
        },
        {
          name: 'gives-up-answers',
          source: 'a second session/prompt cancels the first, which is answered "cancelled": 0.24.4, run',
        },
        {
          name: 'asks-aside',
          pattern: '^\\[SUGGESTION MODE: |^Managed memory has TWO directories',
          source: 'after each answer: 0.24.4, run',
        },
      ],
      invented: ['^Tool execution result was not recorded', '^Tool call aborted'],
      phrases: [{ phrase: '^The tool had already completed', means: 'is over', from: 'qwen 0.24.4' }],
    }),
  },
  {
    name: 'copilot',
    defaultVersion: '1.0.102',
    apis: ['openai-completions'],
    npm: { gateway: 'copilot', name: `@github/copilot-${platform}`, bytes: 0.3e9, holds: 'copilot' },
    program: 'copilot',
    isNode: false,
    args: ['--acp', '--allow-all-tools', '--allow-all-paths', '--no-auto-update'],
    // not even without those two, since the gated tool says that it changes nothing: 1.0.102, run
    neverAsks: true,
    environment: ({ home, providerUrl }) => ({
      // neither a sign-in nor an update
      COPILOT_OFFLINE: 'true',
      COPILOT_HOME: `${home}/.copilot`,
      COPILOT_PROVIDER_BASE_URL: providerUrl,
      COPILOT_PROVIDER_TYPE: 'openai',
      COPILOT_PROVIDER_WIRE_API: 'completions',
      COPILOT_PROVIDER_API_KEY: key,
      COPILOT_MODEL: 'chaos-model',
    }),
    whileBusy: 'interrupt',
    store: copilotFiles,
    profile: profileWith({
      liberties: [
        { name: 'decorates-messages', source: 'the time of day before each message: 1.0.102, run' },
        { name: 'rewrites-ids', source: 'a call with the id of an earlier one gets another: 1.0.102, run' },
        {
          name: 'gives-up-answers',
          source: 'a second session/prompt cancels the first, which is answered "cancelled": 1.0.102, run',
        },
        {
          name: 'shows-notices',
          pattern: '^Error: \\d{3} ',
          source: 'an error of the provider is shown as a reply, with its status and its words: 1.0.102, run',
        },
        {
          name: 'shows-notices',
          pattern:
            '^(Info: (Request failed due to a transient API error|Response was interrupted due to a server error)\\. Retrying\\.\\.\\.)+$',
          source: 'a word on each retry stands before the reply: 1.0.102, run',
        },
      ],
      invented: [
        '^The execution of this tool, or a previous tool was interrupted',
        '^Tool execution was interrupted before a result was recorded',
      ],
      phrases: [],
    }),
  },
  {
    name: 'claude-agent-acp',
    defaultVersion: '0.101.0',
    apis: ['anthropic-messages'],
    npm: {
      gateway: 'claude-agent-acp',
      name: '@agentclientprotocol/claude-agent-acp',
      bytes: 0.5e9,
      holds: 'dist/index.js',
    },
    program: 'dist/index.js',
    isNode: true,
    args: [],
    environment: ({ home, provider }) => ({
      CLAUDE_CONFIG_DIR: `${home}/.claude`,
      ANTHROPIC_BASE_URL: provider,
      ANTHROPIC_API_KEY: key,
      ANTHROPIC_MODEL: 'claude-sonnet-4-5',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      // who is root must say that this is a sandbox, or is not let in without questions
      IS_SANDBOX: '1',
      ENABLE_TOOL_SEARCH: 'false',
    }),
    files: ({ asksFirst }) => ({
      '.claude/settings.json': { permissions: { defaultMode: asksFirst ? 'default' : 'bypassPermissions' } },
    }),
    whileBusy: 'steer',
    profile: profileWith({
      liberties: [
        {
          name: 'adds-texts',
          pattern:
            '^<system-reminder>|^\\[Request interrupted by user|^\\[Your previous response had no visible output',
          source: 'reminders, and notes where a person has interrupted: 0.101.0, run',
        },
        {
          name: 'marks-interrupted',
          pattern: '^No response requested\\.$|^\\[Request interrupted by user|^API Error',
          source: 'what stands where a turn was interrupted: 0.101.0, run',
        },
        {
          name: 'folds-messages',
          source: 'a message while a tool runs goes into the text of its result: 0.101.0, run',
        },
        {
          name: 'shows-notices',
          pattern: '^API Error: ',
          source: 'that the connection was lost is shown beside the reply: 0.101.0, run',
        },
      ],
      invented: ["^The user doesn't want to proceed with this tool use", '^\\[Tool call interrupted: '],
      phrases: [],
    }),
  },
  {
    name: 'codex-acp',
    defaultVersion: '0.16.0',
    apis: ['openai-responses'],
    npm: { gateway: 'codex-acp', name: `@zed-industries/codex-acp-${platform}`, bytes: 0.3e9, holds: 'bin/codex-acp' },
    program: 'bin/codex-acp',
    isNode: false,
    args: [],
    // not even with the policy "untrusted", since the gated tool says that it changes nothing: 0.16.0, run
    neverAsks: true,
    environment: ({ home }) => ({ CODEX_HOME: `${home}/.codex`, CHAOS_KEY: key }),
    files: ({ providerUrl }) => ({
      '.codex/config.toml': `model = "chaos-model"
model_provider = "chaos"
approval_policy = "never"
sandbox_mode = "danger-full-access"
check_for_update_on_startup = false

[analytics]
enabled = false

[model_providers.chaos]
name = "chaos"
base_url = "${providerUrl}"
env_key = "CHAOS_KEY"
wire_api = "responses"
`,
    }),
    whileBusy: 'steer',
    profile: profileWith({
      liberties: [
        {
          name: 'adds-texts',
          pattern: '^<(environment_context|turn_aborted|user_instructions|skills_instructions|permissions)',
          source: 'what it tells the model of its surroundings, and that a turn was interrupted: 0.16.0, run',
        },
        {
          name: 'shows-notices',
          pattern: '^Model metadata for `chaos-model` not found',
          source: 'a warning about a model that it does not know: 0.16.0, run',
        },
        { name: 'unflagged-errors', source: 'the API has no flag for a result that is an error' },
        {
          name: 'tells-before-storing',
          source: 'a kill in the same moment as the end of a tool loses its result: 0.16.0, run',
        },
      ],
      invented: ['^aborted$', 'aborted by user'],
      phrases: [],
    }),
  },
]
