import { firstOf, isObject, type Json } from '../json.ts'
import { missing } from './anthropic-messages-wording.ts'
import { say, type Words } from './words.ts'

const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']
/** What only a person may send. */
const usersBlocks = ['image', 'document', 'container_upload']

/** What is wrong with where an image comes from, if anything. */
export function sourceField({ source }: Json): Words | undefined {
  if (!isObject(source)) return missing('.source')
  if (source.type !== 'base64' || imageTypes.includes(String(source.media_type))) return undefined
  return say(
    'image-type',
    ".source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
  )
}

/** The model sees pictures and files, and sends none. */
export function filesOfAssistant(messages: readonly { role: string; content?: unknown }[]): Words | undefined {
  return firstOf(messages, ({ role, content }, n) => {
    if (role !== 'assistant' || !Array.isArray(content)) return undefined
    const file = content.find((block) => usersBlocks.includes(block.type))
    return (
      file &&
      say('files-of-assistant', `messages.${n}.content: '${file.type}' blocks are not permitted within assistant turns`)
    )
  })
}
