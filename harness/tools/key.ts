/** The variable that lets a gated tool speak to the ledger of its run. */
export const ledgerKey = 'GATECRASH_LEDGER'
