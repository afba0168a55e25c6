import { gateway, model, scenario, store, tool, user } from '../../harness/index.ts'

const issue = 'openclaw/openclaw#28661'
const turns = [user.says('still there?'), model.says('yes'), user.says('and now?'), model.says('still yes')]

/** What the report advises against the loop. (`/stop --after-tools` has a scenario of its own: stops/stop-after-tools.) */
export default [
  scenario({
    title: 'remedy: one tool at a time, and /stop while it runs',
    issue,
    steps: [
      user.says('compare two companies'),
      model.calls('a'),
      tool.finishes('a'),
      model.calls('b'),
      tool.holds('b'),
      user.stops(),
      ...turns,
    ],
  }),
  scenario({
    title: 'remedy: /reset on a history with a call that has no result',
    issue,
    steps: [
      user.says('compare two companies'),
      model.calls('a', 'b'),
      tool.finishes('a'),
      tool.finishes('b'),
      model.says('they are alike'),
      gateway.receives('SIGTERM'),
      store.holds('orphaned-call'),
      gateway.starts(),
      user.resets(),
      ...turns,
    ],
  }),
]
