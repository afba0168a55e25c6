import { gateway, model, scenario, tool, user } from '../../../../harness/index.ts'

/** session main: calls b and c have no stored result */
export default scenario({
  title: 'SIGINT at main, message 1, request 1: a ended',
  steps: [
    user.says('compare three companies'),
    model.calls('b', 'c').saying('I look them up: naïve, 東京'),
    tool.holds('b'),
    tool.holds('c'),
    gateway.receives('SIGINT'),
    gateway.starts(),
  ],
})
