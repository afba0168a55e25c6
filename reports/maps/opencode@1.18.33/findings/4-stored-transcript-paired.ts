import { model, scenario, tool, user } from '../../../../harness/index.ts'

/** session main: call b has no stored result */
export default scenario({
  title: 'tool dies at main, message 1, request 1: a ended',
  steps: [
    user.says('compare three companies'),
    model.calls('b', 'c').saying('I look them up: naïve, 東京'),
    tool.holds('b'),
    tool.holds('c'),
    tool.dies('b'),
  ],
})
