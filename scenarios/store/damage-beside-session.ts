import { gateway, model, scenario, store, tool, user } from '../../harness/index.ts'

const damages = {
  'orphaned-call': 'a call that has no result',
  'orphaned-result': 'a result that has no call',
  'repeated-result': 'a result that stands there twice',
  'swapped-ids': 'two results with each other’s ids',
} as const

const beside = (damage: keyof typeof damages) =>
  scenario({
    title: `started on ${damages[damage]}, beside a whole session`,
    steps: [
      user.says('compare two companies'),
      model.calls('a', 'b'),
      tool.finishes('a'),
      tool.finishes('b'),
      model.says('they are alike'),
      user.says('weigh a third'),
      model.calls('c'),
      tool.finishes('c'),
      model.says('it is heavier'),
      user.says('good morning', { session: 'side' }),
      model.says('good morning to you'),
      gateway.receives('SIGTERM'),
      store.holds(damage),
      gateway.starts(),
      user.says('still there?'),
      user.says('weigh two offers', { session: 'side' }),
      model.says('the first one'),
    ],
  })

/** Whether a gateway heals a broken history or refuses it, and says so: no request may carry it, and no other session may pay for it. */
export default (Object.keys(damages) as (keyof typeof damages)[]).map(beside)
