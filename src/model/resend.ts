import type { Signal } from '@preact/signals-core';
import type { Interview } from './interview-model.ts';
import type { Sending } from './widget-model.ts';

/**
 * Sends what a page that went away in the middle of sending has left behind, under the same id, unless the interview that has
 * just been taken up again has it already.
 */
export function resend(
  interview: Interview,
  message: Sending,
  sending: Signal<Sending | null>,
  deliver: (message: Sending) => Promise<void>,
): void {
  const since = interview.messages.peek().slice(message.before);
  if (since.some(({ content }) => content === message.content)) sending.value = null;
  else void deliver(message);
}
