import { z } from 'zod'

/** The scenario's name of a gated tool or a session. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/, 'a name has 1 to 20 letters, digits and dashes, and starts with a letter')

/** Control characters, what ends a line for some readers, and what turns the direction of a text; written so that every reader of a JSON Schema knows them. */
const unseen = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069'

const length = z.string().max(2_000)

/** Words that are shown on terminals, and so hold nothing that a terminal would act on or show in another order. */
export const wordsSchema = length.regex(new RegExp(`^[^${unseen}]*$`), 'words have no control characters')

/**
 * A text that somebody says. Gateways look for more than words in it (OpenClaw: `MEDIA:/any/path` in a reply is read and shown,
 * a picture's path in a message too, and addresses are fetched); without a slash there are no paths, addresses and commands.
 */
export const spokenSchema = length.regex(
  new RegExp(`^[^/${unseen}]*$`),
  'what is said has no control characters, and no "/", which gateways take for a path or a command',
)

/**
 * A text that a person says. Gateways take some for commands (OpenClaw: `/export-session <any path>` writes a file, `!` runs one),
 * so a message cannot be one: stops have steps of their own.
 */
export const messageSchema = length.regex(
  new RegExp(`^[^!\\s/${unseen}][^/${unseen}]*$`),
  'a message does not start with "!" or a space, and has no "/" and no control characters',
)

/** The session a step is about, when it is not the main one. */
export const sessionSchema = nameSchema.default('main').describe('the session it is about')

/** Which client a step is about, when it is not the main one. */
export const clientSchema = nameSchema.default('main').describe('the client, which connects when it is first used')

/** The words that name what is not the main one, at the end of a sentence. */
export function aside({
  session = 'main',
  client = 'main',
}: {
  session?: string | undefined
  client?: string
}): string {
  return `${session === 'main' ? '' : ` in session ${session}`}${client === 'main' ? '' : ` (client ${client})`}`
}

/** Another client than the main one needs a gateway that can have several. */
export function needsOf({ client }: { client: string }): readonly 'clients'[] {
  return client === 'main' ? [] : ['clients']
}
