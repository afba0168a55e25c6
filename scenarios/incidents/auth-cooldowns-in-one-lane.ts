import { clock, config, gateway, model, scenario, tool, user } from '../../harness/index.ts'

const midBatch = [
  user.says('wish me a good morning', { session: 'side' }),
  model.says('good morning to you'),
  user.says('compare two companies'),
  model.calls('a', 'b'),
  tool.finishes('a'),
  tool.holds('b'),
]

const goesOn = [
  tool.finishes('b'),
  model.says('they differ', { session: 'main' }),
  user.says('still there?'),
  model.says('yes'),
]

/** A lane that the provider refuses must not cost another lane its batch, nor the gateway its process. */
const refused = (['billing', 'rate-limit', 'overloaded'] as const).map((failure) =>
  scenario({
    title: `"${failure}" in one lane while another is in the middle of a batch`,
    issue: 'openclaw/openclaw#71709',
    steps: [
      ...midBatch,
      user.says('list two cities', { session: 'side' }),
      model.says('Paris and Rome', { fault: { kind: 'status', failure } }),
      ...goesOn,
    ],
  }),
)

/** What the report says came next: cooldowns in the configuration, the wish to restart, and a SIGTERM by the supervisor. */
const written = scenario({
  title: 'cooldowns are written into the configuration in the middle of a batch, and SIGTERM follows',
  issue: 'openclaw/openclaw#71709',
  steps: [
    ...midBatch,
    config.changes('cooldowns'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})

/** The same without a supervisor: the gateway waits for the run, until its patience is over. */
const outwaited = scenario({
  title: 'cooldowns are written into the configuration, and the wait for a batch is over',
  issue: 'openclaw/openclaw#71709',
  steps: [
    ...midBatch,
    config.changes('cooldowns'),
    clock.jumps(0.1),
    gateway.restarts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})

export default [...refused, written, outwaited]
