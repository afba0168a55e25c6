/**
 * What we leave at the end of a file of lines, as a crash in the middle of a write does. It is a line of its own, so that nothing is lost that
 * the gateway had stored, and stays apart from what comes after it, unless the gateway writes on in the same line.
 */
export const halfLine = '{"type":"message","id":"half-a-line","message":{"ro'
