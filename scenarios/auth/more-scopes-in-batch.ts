import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A device that may only chat asks for all scopes while a run goes on: let in or not, it changes nothing for the run. */
export default scenario({
  title: 'a paired device asks for more scopes during a batch of two',
  steps: [
    client.reconnects({ client: 'phone', scopes: 'few' }),
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    client.reconnects({ client: 'phone', scopes: 'all' }),
    tool.finishes('b'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
