import { model, scenario, tool, user } from '../../harness/index.ts'

/** The model sends its own session a message; what a person says next must be answered all the same. */
export default scenario({
  title: 'a batch with a tool that sends a message to its own session',
  issue: 'openclaw/openclaw#105410',
  steps: [
    user.says('compare two companies'),
    model.calls(tool.call('send', { native: 'sessions-send' }), 'b'),
    tool.answers('send'),
    tool.finishes('b'),
    model.says('it is sent'),
    user.says('still there?'),
  ],
})
