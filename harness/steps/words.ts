import { z } from 'zod'

/** The scenario's name of a gated tool or a session. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/, 'a name has 1 to 20 letters, digits and dashes, and starts with a letter')

/** Words that are shown on terminals, and so hold nothing that a terminal would act on or show in another order. */
export const wordsSchema = z
  .string()
  .max(2_000)
  .regex(/^[^\p{Cc}\p{Bidi_Control}]*$/u, 'a text has no control characters')

/**
 * A text that somebody says. Gateways look for more than words in it (OpenClaw: `MEDIA:/any/path` in a reply is read and shown,
 * a picture's path in a message too, and addresses are fetched); without a slash there are no paths, addresses and commands.
 */
export const spokenSchema = wordsSchema.regex(
  /^[^/]*$/,
  'what is said has no "/", which gateways take for a path or a command',
)

/** A text that is not empty. */
export const textSchema = spokenSchema.min(1)

/**
 * A text that a person says. Gateways take some for commands (OpenClaw: `/export-session <any path>` writes a file, `!` runs one),
 * so a message cannot be one: stops have steps of their own.
 */
export const messageSchema = textSchema.regex(/^[^!\s]/, 'a message does not start with "!" or a space')

/** The session a step is about, when it is not the main one. */
export const sessionSchema = nameSchema.default('main')

/** Which client a step is about, when it is not the main one. */
export const clientSchema = nameSchema.default('main')

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
