import { model, scenario, tool, user } from '../../harness/index.ts'

/** Letters of many scripts and every space must come through as they are, also where a packet ends inside a letter. */
export default scenario({
  title: 'a message and replies in many scripts, which come in drops of seven bytes',
  steps: [
    user.says('vergleiche  Äpfel & Birnen:   größe; cafe\u0301 naïve; ﬁne Å; 日本語 🍐👩🏽 и кириллица'),
    model.calls('a', 'b').saying('ich schaue nach … 🔍   „gleich“').breaks({ kind: 'trickle', bytes: 7, everyMs: 1 }),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('Äpfel 🍎 und Birnen 🍐 sind verschieden:   1. größer — ja  2. süßer  (両方)', {
      fault: { kind: 'trickle', bytes: 7, everyMs: 1 },
    }),
    user.says('noch da? — да,  🙂'),
    model.says('ja ✔'),
  ],
})
