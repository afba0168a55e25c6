import { container, model, scenario, tool, user } from '../../harness/index.ts'

/** A gateway whose timers all come late must not take that for tools or a provider that are late. */
export default scenario({
  title: 'the container gets the twentieth part of a CPU while a tool finishes',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    container.starves(),
    tool.finishes('b'),
    container.isFed(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
