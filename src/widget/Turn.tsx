import type { Role } from '../interview/transcript.ts';
import type { FirstTexts } from './texts.ts';
import { view } from './view.ts';

interface Props {
  /** Its place in the conversation. */
  at: number;
  role: Role;
  content: string;
  /** The language it is in, BCP 47. */
  lang: string;
  texts: FirstTexts;
}

/** One finished turn. Finished turns never change, so they are drawn once. */
export const Turn = view(({ at, role, content, lang, texts }: Props) => (
  <div class={`turn ${role}`} part={role}>
    <span class="hidden">{role === 'interviewer' ? texts.interviewer : texts.you}: </span>
    <p dir="auto" lang={lang} id={`turn-${at}`}>
      {content}
    </p>
  </div>
));
