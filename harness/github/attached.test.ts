import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { attachedIn, versionIn } from './attached.ts'

const url = 'https://github.com/user-attachments/files/123/repro.json'

/** As a form's answers become an issue's body. */
function body(answer: string): string {
  const [label = ''] = /label: The repro file/.exec(readFileSync('.github/ISSUE_TEMPLATE/bug-repro.yml', 'utf8')) ?? []
  return `### ${label.slice('label: '.length)}\r\n\r\n${answer}\r\n\r\n### Version of the gateway\r\n\r\nopenclaw@2026.9.6\r\n`
}

test.each([
  ['attached', `[repro.json](${url})`, { url }],
  [
    'attached long ago',
    '[a.json](https://github.com/o/r/files/1/a.json)',
    { url: 'https://github.com/o/r/files/1/a.json' },
  ],
  ['bare', url, { url }],
  ['in a block', '```json\n{"a":1}\n```', { text: '\n{"a":1}\r\n' }],
  ['in a block of four', '````\n[{"a":"```"}]\n````', { text: '\n[{"a":"```"}]\r\n' }],
])('a file is found when it is %s', (_, answer, expected) => {
  const found = attachedIn(body(answer))
  if ('text' in expected && found !== undefined && 'text' in found)
    expect(JSON.parse(found.text)).toEqual(JSON.parse(expected.text))
  else expect(found).toEqual(expected)
})

test('the version is what the form asks for', () => {
  expect(versionIn(body('{}'))).toBe('openclaw@2026.9.6')
  expect(versionIn(body('{}').replace('openclaw@2026.9.6', 'it is the newest'))).toBeUndefined()
  expect(versionIn('{}')).toBeUndefined()
})

test('what is pasted as it is, is found, too', () => {
  const found = attachedIn(body('{\n  "title": "x"\n}'))
  expect(found && 'text' in found && JSON.parse(found.text)).toEqual({ title: 'x' })
})

test.each([
  'https://evil.example/user-attachments/files/1/a.json',
  'https://github.com.evil.example/user-attachments/files/1/a.json',
  'https://github.com/user-attachments/files/1/a.zip',
  'https://github.com/o/r/raw/main/a.json',
  'https://github.com/user-attachments/files/1/a.json.exe',
  '```ts\nexport default 1\n```',
  'no file',
])('%s is no file', (answer) => {
  expect(attachedIn(body(answer))).toBeUndefined()
})
