/** A lawful way in which a gateway may deviate from what was said, word for word and in order. */
export const libertyNames = {
  'rewrites-ids': 'calls get other ids in requests or in the store, and each result has the id of its call there',
  'wraps-results': 'a result has words of the gateway around it',
  'cuts-results': 'a long result is cut, or replaced, and a notice says so (`pattern`)',
  'unflagged-errors': 'the result of a tool that failed is not marked as an error',
  'decorates-messages': 'a message has words of the gateway around it, such as the time',
  'composes-letters': 'letters of a message that are written in parts are composed (Unicode NFC)',
  'merges-messages': 'several messages of a person are one text',
  'folds-messages': 'a message stands in the text of a tool result',
  'adds-texts':
    'the gateway adds texts of its own on the side of the person: reminders, context, notes (`pattern`: only such)',
  'marks-interrupted': 'a text of the gateway stands where a turn was interrupted (`pattern`)',
  'drops-interrupted': 'what the model said in a turn that was interrupted is left out of later requests',
  'drops-cut-replies': 'a reply that was cut short by a stop or a failure is left out of later requests',
  'drops-failed-messages':
    'a message whose turn failed, as its client was told, is left out of later requests and of the store',
  'drops-texts-beside-calls': 'the text that the model says beside calls is left out',
  'keeps-broken-attempts': 'an attempt at a reply that broke off stays in the store or in the history',
  summarizes: 'a summary takes the place of what was said before a compaction',
  'splits-turns': 'a summary takes in a message and not the end of its turn, such as the answer',
  'carries-results-in-summary': 'what tools returned is carried by the summary of a compaction',
  'shows-notices': 'words of the gateway itself are shown to a client as a reply or beside one (`pattern`)',
  'joins-replies': 'a client is shown the texts that the model said beside calls together with its last one',
  'joins-answers': 'a run that takes in another message is shown the answers to both as one text',
  'shows-texts-beside-calls': 'a client is shown each text that the model says beside calls as a reply of its own',
  'repeats-after-reconnect': 'a client that comes back is told again what it has been told before',
  'catches-up-by-history': 'a client that was away finds what it missed in the history, and is not told it anew',
  'tells-missed-after-restart': 'a client that comes back after a restart of the gateway is told what it has missed',
  'tells-before-storing': 'what a client is told may not be stored yet, so that a kill at that very instant loses it',
  'shows-batches-whole':
    'a history that a client is served while a batch runs lacks the results of that batch until the model is asked again',
  'hides-tools': 'a history that a client is served has neither calls nor results',
  'hides-texts-beside-calls': 'a history that a client is served lacks the texts that the model says beside calls',
  'forgets-after-reset': 'an order of the person throws the history away',
  'answers-out-of-order': 'messages that wait are not answered in the order in which they were accepted',
  'gives-up-answers': 'an answer that nobody was shown yet may be given up when the person’s next message comes',
  'stops-the-queue': 'a stop ends the messages that wait, too',
  'keeps-the-queue': 'a stop leaves the messages that wait, and they run after it',
  'ends-leftovers': 'a start ends the tools that the life before it left running, also one that got SIGKILL',
  'breaks-circuit':
    'after the provider has refused the key that sessions share, other sessions are refused for a time, and told so',
  'tells-the-time':
    'the gateway writes the time, or how long something took, into a text, and another time another one (`pattern`: those words)',
  'asks-aside':
    'the gateway asks the model for itself (titles, summaries), also in requests that offer tools (`pattern`: their last text)',
} as const

/** The name of a liberty. */
export type LibertyName = keyof typeof libertyNames

/** A liberty that a gateway takes: what it is, how its own words are known (a regular expression), and where it says or shows so. */
export type Liberty = { readonly name: LibertyName; readonly pattern?: string; readonly source: string }

/** What a statement of a gateway says of a call: that its tool never ran, is over, has succeeded, or still runs. */
export type Meaning = 'never ran' | 'is over' | 'has succeeded' | 'still runs'

/** A phrase in the result of a call that the ledger of tools can contradict (a regular expression), and where it was seen. */
export type Phrase = { readonly phrase: string; readonly means: Meaning; readonly from: string }

/** The words in which one gateway says things; each is a regular expression. */
export type Lexicon = {
  /** what it sends in the place of a result that it lacks */
  readonly invented: readonly string[]
  /** what the results of calls say of tools */
  readonly phrases: readonly Phrase[]
  /** with what it turns away a tool of its own that calls back into it */
  readonly turnedAway: readonly string[]
}

/**
 * How one gateway speaks, and what it may do otherwise: data that its driver declares. A record does not keep it, since a stranger's regular
 * expressions would run when it is judged.
 */
export type Profile = { readonly liberties: readonly Liberty[]; readonly lexicon: Lexicon }

/** A gateway that takes no liberties and has no words of its own. */
export const plainProfile: Profile = { liberties: [], lexicon: { invented: [], phrases: [], turnedAway: [] } }
