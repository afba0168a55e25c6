import { fromFindings, type Oracle } from './judgement.ts'
import { lockedOut } from './locked-out.ts'
import { outdatedTokens, unknownTokens, windowsLeftOpen } from './outdated-tokens.ts'
import { ownToolsRefused } from './own-tools-refused.ts'
import { refreshedTwice } from './refreshed-twice.ts'

/**
 * A request that fails in one session does not lock out the others, a refresh token is used once, a token that was rotated or
 * revoked lets nobody in, and the gateway lets its own tools in.
 */
export const authContained: Oracle = {
  claim: 'auth-contained',
  tier: 2,
  fails: 'one failed request locked out others, or a token was used wrongly',
  sentence:
    'a failed request does not lock out other sessions; one refresh per refresh token; a rotated token opens nothing',
  judge: ({ facts, manners }) =>
    fromFindings([
      ...lockedOut(facts, manners),
      ...refreshedTwice(facts),
      ...outdatedTokens(facts),
      ...unknownTokens(facts),
      ...windowsLeftOpen(facts),
      ...ownToolsRefused(facts, manners),
    ]),
}
