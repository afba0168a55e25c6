import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A turn of another session, which takes its time, so that the command has run for a while when the stop comes. */
const turn = (text: string) => [
  user.says(text, { session: 'side' }),
  model.says(`to you, too: ${text}`, { session: 'side' }),
  client.seesReplyTo(text),
]

/** Commands that have only just begun may be ended by a stop, and those that have run for some tenths of a second left alone. */
export default scenario({
  title: '/stop while two commands run that were there before three turns of another session',
  issue: 'openai/codex#42717',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.holds('b'),
    ...['a good morning', 'a good noon', 'a good night'].flatMap(turn),
    user.stops(),
  ],
})
