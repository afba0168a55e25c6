import { model, scenario, tool, user } from '../../harness/index.ts'

const wrong = {
  none: 'no arguments',
  empty: 'an empty command',
  types: 'arguments of wrong types',
} as const

const withCall = (kind: keyof typeof wrong) =>
  scenario({
    title: `one of two parallel calls has ${wrong[kind]}`,
    steps: [
      user.says('compare two companies'),
      model.calls('a', tool.call('b', { wrong: kind })),
      tool.finishes('a'),
      user.says('still there?'),
      model.says('yes'),
    ],
  })

/** A call that cannot be run needs a result like any other, which says that it failed; what runs beside it is kept. */
export default [withCall('none'), withCall('empty'), withCall('types')]
