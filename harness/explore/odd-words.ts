/** What is told wrong where letters are read in another encoding, composed anew, or blanks are made one. */
export const odd = ': größe,  naïve, e\u0301te\u0301;  日本語 🍐👩🏽 и кириллица'
/** More bytes than some programs read at once, in letters of three bytes each. */
export const long = ` ${'東京は大きい。'.repeat(280)}`
