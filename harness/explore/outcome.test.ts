import { describe, expect, test } from 'vitest'
import { alike } from './outcome.ts'

describe('a finding is told alike', () => {
  test.each([
    ["tool a's result was lost: request 2 of session main has an invented result in its place"],
    ["request 3 of session main lacks the model's reply with call a, call b, call c"],
    ['session main: calls a, b and c have no stored result'],
    ['session main: the stored result of b has no stored call'],
    ['after the restart the model is asked with another set of tools in main'],
  ])('alone and beside others: %s', (says) => {
    const beside = says.replace(/\b(main|a|b|c)\b/g, '$1-17')
    expect(beside).not.toBe(says)
    expect(alike(beside)).toBe(alike(says))
  })

  test('whatever id a file is called by', () => {
    const of = (id: string) => alike(`sessions/${id}.jsonl, line 2 is no JSON`)
    expect(of('1c29dcd0-91eb-41b9-9dd4-eedb82a0bf4c')).toBe(of('c7c0f52a-7b63-4d6d-89fb-abf865cba3cb'))
  })

  test('whichever tool it is of, and however many', () => {
    const one = alike('session main: the stored result of b has no stored call')
    expect(alike('session main: the stored results of a and c have no stored call')).toBe(one)
    const reply = alike("the store of session main lacks the model's reply with call a")
    expect(alike("the store of session main lacks the model's reply with call a, call b, call c")).toBe(reply)
  })
})
