/**
 * Mutators of other kinds than Stryker's own, for a sample of mutants that nobody has met before: what a person gets wrong who passes on the wrong
 * thing, forgets one of several, or waits for nothing.
 */
import * as babel from '@babel/core'

const { types } = babel

/** What is easily taken for one another. */
const takenForOneAnother = new Map(
  [
    ['find', 'findLast'],
    ['findIndex', 'findLastIndex'],
    ['push', 'unshift'],
    ['shift', 'pop'],
    ['some', 'every'],
    ['add', 'delete'],
  ].flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ]),
)

const isCall = (node) =>
  (node.type === 'CallExpression' && node.callee.type !== 'Super') || node.type === 'NewExpression'
const clone = (node) => types.cloneNode(node, true)
const without = (list, index) => list.filter((_, at) => at !== index)

const change = (node, key, value) => ({ ...clone(node), [key]: value })

/** Each takes a node, and says what else could stand there. */
const kinds = {
  *SwappedArguments(node) {
    if (!isCall(node) || node.arguments.length < 2) return
    const [first, second, ...rest] = node.arguments
    yield change(node, 'arguments', [second, first, ...rest].map(clone))
  },
  *LostArgument(node) {
    if (isCall(node) && node.arguments.length > 0)
      yield change(node, 'arguments', node.arguments.slice(0, -1).map(clone))
  },
  *LostProperty(node) {
    if (node.type !== 'ObjectExpression' || node.properties.length < 2) return
    for (const index of node.properties.keys())
      yield change(node, 'properties', without(node.properties, index).map(clone))
  },
  *LostElement(node) {
    if (node.type !== 'ArrayExpression' || node.elements.length < 2) return
    for (const index of node.elements.keys()) yield change(node, 'elements', without(node.elements, index).map(clone))
  },
  *LostAwait(node) {
    if (node.type === 'AwaitExpression') yield clone(node.argument)
  },
  *OtherNumber(node) {
    if (node.type === 'NumericLiteral') yield types.numericLiteral(node.value + 1)
  },
  *SwappedBranches(node) {
    if (node.type !== 'ConditionalExpression') return
    yield types.conditionalExpression(clone(node.test), clone(node.alternate), clone(node.consequent))
  },
  *OneSide(node) {
    if (node.type !== 'LogicalExpression') return
    yield clone(node.left)
    yield clone(node.right)
  },
  *OtherMethod(node) {
    const { callee } = node
    if (!isCall(node) || callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return
    const other = takenForOneAnother.get(callee.property.name)
    if (other !== undefined) yield change(node, 'callee', change(callee, 'property', types.identifier(other)))
  },
  *LostReturn(node) {
    if (node.type === 'ReturnStatement' && node.argument !== null) yield types.returnStatement()
  },
}

export const otherMutators = Object.entries(kinds).map(([name, mutate]) => ({
  name,
  mutate: ({ node }) => mutate(node),
}))
