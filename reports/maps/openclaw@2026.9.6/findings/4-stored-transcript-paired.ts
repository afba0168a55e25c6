import { gateway, model, scenario, tool, user } from '../../../../harness/index.ts'

/** session main: calls a, b and c have no stored result */
export default scenario({
  title: 'SIGTERM at main, message 1, request 1: a, b, c started',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c').saying('I look them up: naïve, 東京'),
    tool.holds('a'),
    tool.holds('b'),
    tool.holds('c'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
  ],
})
