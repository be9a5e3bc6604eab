import { useMemo } from 'preact/hooks';
import type { Role } from '../interview/transcript.ts';
import type { FirstTexts } from './texts.ts';

interface Props {
  /** Its place in the conversation, from 0. */
  index: number;
  role: Role;
  content: string;
  /** Language of `content`, BCP 47. */
  lang: string;
  texts: FirstTexts;
}

/** One finished turn. It never changes, so Preact gets the same node each time and skips it. */
export const Turn = ({ index, role, content, lang, texts }: Props) =>
  useMemo(
    () => (
      <div class={`turn ${role}`} part={role}>
        <span class="hidden">{role === 'interviewer' ? texts.interviewer : texts.you}: </span>
        <p dir="auto" lang={lang} id={`turn-${index}`}>
          {content}
        </p>
      </div>
    ),
    [index, role, content, lang, texts],
  );
