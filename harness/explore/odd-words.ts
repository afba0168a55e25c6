/** What is told wrong where letters are read in another encoding, composed anew, or blanks are made one. */
export const odd = ': größe,  naïve, e\u0301te\u0301;  日本語 🍐👩🏽 и кириллица'
/** Many letters of several bytes, which is cut in a letter where it is cut by bytes. */
export const long = ` ${'東京は大きい。'.repeat(280)}`
/** More than any part of a protocol takes at once, in lines. */
export const manyLines = Array.from({ length: 300 }, (_, n) => `${n}: 東京は大きい。 größer, 🦊`).join('\n')
