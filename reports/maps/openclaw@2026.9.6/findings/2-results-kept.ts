import { model, scenario, tool, user } from '../../../../harness/index.ts'

/** tool a's result was lost: request 2 of session main has an invented result in its place */
export default scenario({
  title: '/stop by another client at main, message 1, request 1: b ended',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c').saying('I look them up: naïve, 東京'),
    tool.finishes('a'),
    tool.finishes('b'),
    tool.holds('c'),
    user.stops({ client: 'phone' }),
  ],
})
