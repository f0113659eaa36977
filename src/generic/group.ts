import type { NativeFamily } from '../addon/native-generic.js'
import type { GenericConversation, RequestOptions } from '../netlink/conversation.js'
import { EventStream, type EventStreams } from '../netlink/event-stream.js'
import type { LostEvent } from '../netlink/lost-event.js'
import type { Attempt } from '../netlink/refusal.js'
import { type GenericMessage, readMessage } from './message.js'

/** What the kernel tells a multicast group, one message after another; `lost` where it dropped some. */
export class GroupMessages extends EventStream<GenericMessage | LostEvent> {
  /** @internal */
  constructor(
    family: NativeFamily,
    groups: readonly number[],
    conversation: GenericConversation,
    attempt: Attempt,
    streams: EventStreams,
    options: RequestOptions,
  ) {
    super(
      async (opened) => {
        const native = await conversation.request(attempt, {}, (kernel) => kernel.watch(family.id, groups))
        opened(native)
        const next = async () => (await native.next()).map((message) => told(message, family))
        return { next, close: () => native.close() }
      },
      attempt,
      streams,
      options,
    )
  }
}

function told(message: Uint8Array | undefined, family: NativeFamily): GenericMessage | LostEvent {
  return message === undefined ? lost : readMessage(message, family)
}

const lost: LostEvent = Object.freeze({ type: 'lost' })
