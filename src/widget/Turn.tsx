import type { Message } from '../interview/transcript.ts';
import type { FirstTexts } from './texts.ts';
import { view } from './view.ts';

/** One finished turn. Finished turns never change, so they are drawn once. */
export const Turn = view(({ message, texts }: { message: Message; texts: FirstTexts }) => (
  <div class={`turn ${message.role}`} part={message.role}>
    <span class="hidden">{message.role === 'interviewer' ? texts.interviewer : texts.you}: </span>
    <p dir="auto">{message.content}</p>
  </div>
));
