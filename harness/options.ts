import { type ParseArgsConfig, parseArgs } from 'node:util'
import { HarnessError, messageOf } from './errors.ts'

/** Node's `parseArgs`. @throws HarnessError USAGE naming the option that is not known, or lacks its value */
export function parseOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new HarnessError('USAGE', messageOf(error))
  }
}

/** The whole number that an option has. @throws HarnessError USAGE when it is none from `min` to `max` */
export function numberOf(
  name: string,
  text: string,
  { min = 0, max = 2 ** 31 }: { min?: number; max?: number } = {},
): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max) return number
  throw new HarnessError('USAGE', `${name} ${text} is not a whole number from ${min} to ${max}`)
}
