import { model, scenario, tool, user } from '../../../../harness/index.ts'

/** request 3 of session main lacks the model's reply with call a, call b, call c */
export default scenario({
  title: 'second message at main, message 1, request 1: c ended, the last one',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c').saying('I look them up: naïve, 東京'),
    tool.finishes('a'),
    tool.finishes('b'),
    tool.finishes('c'),
    user.says('and look at a fourth'),
  ],
})
