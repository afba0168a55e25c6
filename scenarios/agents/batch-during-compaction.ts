import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A turn that begins while the history is summarized must be stored like any other: its message, its call and its result. */
export default scenario({
  title: 'a message while a summary is awaited, whose tool finishes after the summary',
  issue: 'gugu91/pinet#941',
  steps: [
    user.says('wish me a good morning'),
    model.says('good morning to you'),
    user.says('name a river'),
    model.says('the Rhine'),
    client.seesReplyTo('name a river'),
    user.compacts({ until: 'accepted' }),
    user.says('compare two companies'),
    model.calls('a').answering('compare two companies'),
    model.summarizes('a greeting and a river'),
    tool.finishes('a'),
    model.says('they differ', { to: 'compare two companies' }),
  ],
})
