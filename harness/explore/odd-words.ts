/** What is told wrong where letters are read in another encoding, composed anew, or blanks are made one. */
export const odd = ': größe,  naïve, e\u0301te\u0301;  日本語 🍐👩🏽 и кириллица'
/** More bytes than some programs read at once, in letters of three bytes each, none of which comes twice: who repeats itself may be stopped. */
export const long = ` ${Array.from({ length: 1_960 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join('')}`
