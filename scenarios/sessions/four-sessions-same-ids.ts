import { model, scenario, tool, user } from '../../harness/index.ts'

/** Four batches at once, all with the same tool ids: each result must reach the session whose call it belongs to. */
export default scenario({
  title: 'four sessions at once with the same tool ids',
  steps: [
    user.says('compare three companies'),
    user.says('weigh three cities', { session: 'two' }),
    user.says('rank three rivers', { session: 'three' }),
    user.says('count three herds', { session: 'four' }),
    model.calls('a1', 'a2').in('main'),
    model.calls('b1', 'b2').in('two').withIdsOf('a1', 'a2'),
    model.calls('c1', 'c2').in('three').withIdsOf('a1', 'a2'),
    model.calls('d1', 'd2').in('four').withIdsOf('a2', 'a1'),
    tool.finishes('d1'),
    tool.finishes('a2'),
    tool.finishes('c1'),
    tool.fails('b2'),
    tool.finishes('c2'),
    tool.finishes('b1'),
    tool.finishes('a1'),
    tool.finishes('d2'),
    model.says('the first is best', { session: 'main' }),
    model.says('the city by the sea', { session: 'two' }),
    model.says('the longest river', { session: 'three' }),
    model.says('all sheep', { session: 'four' }),
    user.says('still there?', { session: 'two' }),
    model.says('yes'),
  ],
})
