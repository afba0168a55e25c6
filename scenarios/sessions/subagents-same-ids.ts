import { model, scenario, tool, user } from '../../harness/index.ts'

const spawn = (name: string, task: string) => tool.call(name, { native: 'sessions-spawn', task })
const [own, b, c] = ['compare three companies', 'weigh three cities', 'count three herds'] as const

/** Two subagents and their parent run batches at once whose calls have the same ids: each result must reach the one whose call it is. */
export default scenario({
  title: 'two subagents at once with the same tool ids as their parent',
  steps: [
    user.says(own),
    model.calls('a1', 'a2', spawn('spawn-b', b), spawn('spawn-c', c)),
    tool.answers('spawn-b'),
    tool.answers('spawn-c'),
    model.calls('b1', 'b2').answering(b).withIdsOf('a1', 'a2'),
    model.calls('c1', 'c2').answering(c).withIdsOf('a2', 'a1'),
    tool.finishes('b1'),
    tool.finishes('c2'),
    tool.finishes('a2'),
    tool.finishes('a1'),
    tool.finishes('c1'),
    tool.finishes('b2'),
    model.says('the city by the sea', { to: b }),
    model.says('all sheep', { to: c }),
    model.says('the first is best', { to: own }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
