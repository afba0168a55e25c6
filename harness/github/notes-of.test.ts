import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ownVersion } from '../package.ts'
import { releaseNotes } from './notes-of.ts'

const changelog = '# Changelog\n\nWords.\n\n## 1.1.0\n\n- new\n\n## 1.0.0\n\n- old\n- older\n'

test('the notes of a release are the section of its version', () => {
  expect(releaseNotes(changelog, 'v1.0.0', '1.0.0')).toBe('- old\n- older\n')
  expect(releaseNotes(changelog, 'v1.1.0', '1.1.0')).toBe('- new\n')
  expect(releaseNotes(readFileSync('CHANGELOG.md', 'utf8'), `v${ownVersion}`, ownVersion)).not.toBe('')
})

test.each([
  ['v1.0.0', '1.1.0', 'the tag is v1.0.0, and package.json has version 1.1.0'],
  ['v1.0', '1.0', 'CHANGELOG.md says nothing under "## 1.0"'],
])('%s of version %s has none', (tag, version, message) => {
  expect(() => releaseNotes(changelog, tag, version)).toThrow(message)
})
