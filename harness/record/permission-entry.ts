/** What a person answers when asked for permission; it is `withdrawn` when the client takes the question back after a stop. */
export type PermissionAnswer = 'allowed' | 'declined' | 'withdrawn'

/** The gateway asks a person, by one client, whether it may run a call; and what that client answers, noted before it is sent. */
export type PermissionEntry =
  | { kind: 'permission-asked'; client: string; session: string; permission: string; call: string }
  | {
      kind: 'permission-answered'
      client: string
      session: string
      permission: string
      call: string
      answer: PermissionAnswer
    }
