import { model, scenario, tool, user } from '../../harness/index.ts'

const issue = 'openclaw/openclaw#61455'

/** A tool asks for no more than it needs, and the first of them needs to read only. */
const reads = [
  user.says('what is planned?'),
  model.calls(tool.call('list', { native: 'cron-list' }), 'a'),
  tool.answers('list'),
  tool.finishes('a'),
]

/**
 * The next needs more than was needed before. The gateway must let its own tools in each time; one that it refuses must come back as a
 * result all the same.
 */
export default [
  scenario({
    title: 'a batch of a command and of cron, which calls back into the gateway',
    issue,
    steps: [
      ...reads,
      model.calls(tool.call('add', { native: 'cron-add' }), 'b'),
      tool.answers('add'),
      tool.finishes('b'),
      model.says('it is planned'),
      user.says('still there?'),
      model.says('yes'),
    ],
  }),
  scenario({
    title: 'a batch of a command and of a tool that sends a message to a session',
    issue,
    steps: [
      ...reads,
      model.calls(tool.call('send', { native: 'sessions-send' }), 'b'),
      tool.answers('send'),
      tool.finishes('b'),
      model.says('it is sent'),
    ],
  }),
  scenario({
    title: 'a batch of a command and of a tool that spawns a session',
    issue,
    steps: [
      ...reads,
      model.calls(tool.call('spawn', { native: 'sessions-spawn' }), 'b'),
      tool.answers('spawn'),
      tool.finishes('b'),
      model.says('somebody is at it'),
    ],
  }),
]
