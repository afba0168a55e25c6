import { client, model, scenario, tool, user } from '../../harness/index.ts'

const silent = (does: string, pings: boolean) =>
  scenario({
    title: `the answer stops coming${does}, and the model is asked again`,
    steps: [
      user.says('compare two companies'),
      model.calls('a', 'b'),
      tool.finishes('a'),
      tool.finishes('b'),
      model.says('they differ a lot', { fault: { kind: 'stall', pings, at: { write: 2 } } }),
      client.seesReplyTo('compare two companies'),
      user.says('still there?'),
      model.says('yes'),
    ],
  })

/** A provider that says nothing more keeps nobody waiting for ever; a ping says that the connection lives, and not that a reply comes. */
export default [silent('', false), silent(' but for pings', true)]
