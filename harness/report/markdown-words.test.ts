import { expect, test } from 'vitest'
import { code, text } from './markdown-words.ts'

/** Where GitHub makes a link or calls somebody (docs.github.com, "Autolinked references and URLs", and GFM 6.9). */
const links = [
  /(?<![`\w])@[a-z\d]/i,
  /#\d/,
  /\bGH-\d/i,
  /(?:https?|ftp):\/\//i,
  /\bwww\./i,
  /[\w.+-]+@[\w-]+\.\w/,
  /\b(?:mailto|xmpp):/i,
  /\b[0-9a-f]{7,40}\b/,
]

test.each([
  'thanks @everyone',
  'see #1 and a/b#2',
  'GH-12',
  'gh-12',
  'https://evil.example/x?y=1',
  'HTTP://evil.example',
  'www.evil.example',
  'me@evil.example',
  'mailto:me@evil.example',
  'a/b@0123456789abcdef0123456789abcdef01234567',
  'fixed in 0123abc',
  '@a#1@b',
])('%s is a link on GitHub, and none as words', (words) => {
  expect(links.some((link) => link.test(words))).toBe(true)
  expect(links.filter((link) => link.test(text(words)))).toEqual([])
})

test('words are read as they were', () => {
  expect(text('a tool_a *b* <c> 1 & 2')).toBe(String.raw`a tool\_a \*b\* &lt;c&gt; 1 &amp; 2`)
  expect(text('request 1 was rejected with 400: a, b')).toBe('request 1 was rejected with 400: a, b')
  expect(text('x@y').replaceAll('\u200b', '')).toBe('x@y')
})

test('code holds its backticks, and nothing that a terminal acts on', () => {
  expect(code('a `b` \u001b[31m\nc')).toBe('`` a `b` \ufffd[31m c ``')
})
