import { model, scenario, tool, user } from '../../harness/index.ts'

/**
 * A tool that calls back into the gateway asks for no more than it needs: first to read, then to write, then to administer. The
 * gateway must let its own tools in each time; one that it refuses must come back as a result all the same.
 */
export default scenario({
  title: 'a batch of a command and tools that call back into the gateway',
  issue: 'openclaw/openclaw#61455',
  steps: [
    user.says('say hello', { session: 'side' }),
    model.says('hello'),
    user.says('what is planned?'),
    model.calls(tool.call('list', { native: 'cron-list' }), 'a'),
    tool.answers('list'),
    tool.finishes('a'),
    model.calls(tool.call('add', { native: 'cron-add' }), tool.call('send', { native: 'sessions-send' }), 'b'),
    tool.answers('add'),
    tool.answers('send'),
    tool.finishes('b'),
    model.calls(tool.call('spawn', { native: 'sessions-spawn' })),
    tool.answers('spawn'),
    model.says('it is planned'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
