import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A crash in the middle of a write: the half-written line must not spoil what was there before it, nor what comes after. */
export default scenario({
  title: 'killed in the middle of the first write after a tool ended',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    tool.holds('b'),
    tool.holds('c'),
    gateway.stopsAtWrite(1, { torn: true }),
    tool.finishes('b'),
    gateway.diesAtWrite(),
    gateway.starts(),
  ],
})
