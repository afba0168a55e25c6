import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { anthropicFailures } from './failures/anthropic-messages.ts'
import { scriptSchema } from './script-schema.ts'

const readme = readFileSync('mock-provider/README.md', 'utf8')

test('the script in the README is one', () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(readme) ?? []
  expect(scriptSchema.parse(JSON.parse(json))).toHaveLength(1)
})

test('every failure is named', () => {
  for (const name of Object.keys(anthropicFailures)) expect(readme).toContain(`\`${name}\``)
})
