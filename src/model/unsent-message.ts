import type { Answer } from '../interview/questions.ts';
import { createUuid } from '../page/uuid.ts';
import type { Session } from './session.ts';

/**
 * Returns the id under which a message is sent, and stores it. The same content and answer keep
 * their id until the message has arrived, so that it is stored once however often it is sent.
 */
export function getUnsentMessageId(session: Session, content: string, answer?: Answer): string {
  const key = JSON.stringify([content, answer]);
  if (session.unsentMessage?.key !== key) {
    session.unsentMessage = { id: createUuid(), key };
    session.save();
  }
  return session.unsentMessage.id;
}

/** The message has arrived: the next one gets a new id, even with the same content. */
export function forgetUnsentMessage(session: Session): void {
  session.unsentMessage = null;
  if (session.isStored()) session.save();
}
