import type { ClassifiedTurn, TurnKind } from './classify-turns.ts';

export interface Engagement {
  /** 1 to 5. */
  score: number;
  replies: number;
  /** Replies to open questions of one or two words. */
  curt: number;
  refusals: number;
  copies: number;
  noise: number;
  /** Replies that read like a text from elsewhere. */
  elsewhere: number;
  /** Whether the replies got much shorter towards the end. */
  fading: boolean;
}

/** How much effort a reply shows, 0 to 1, by its length: a sentence is most of the way. */
const effortOf = (words: number): number =>
  words <= 1 ? 0.12 : words <= 3 ? 0.25 : Math.min(1, 0.3 + 0.7 * (1 - Math.exp(-(words - 3) / 12)));

const EFFORT: Record<Exclude<TurnKind, 'words'>, number> = {
  value: 0.7,
  refusal: 0.08,
  noise: 0,
  copy: 0.04,
  elsewhere: 0.04,
};
/** Values count less than words: a click is easily made. */
const WEIGHT: Record<TurnKind, number> = { words: 1, value: 0.25, refusal: 1, noise: 1, copy: 1, elsewhere: 1 };
const FADING_SHARE = 0.4;

const average = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);

/** How much the respondent takes part: effort of the replies, refusals, copies, noise, and whether it fades. */
export function measureEngagement(replies: ClassifiedTurn[]): Engagement {
  const count = (kind: TurnKind) => replies.filter(reply => reply.kind === kind).length;
  const spoken = replies.filter(({ kind }) => kind === 'words');
  const third = Math.floor(spoken.length / 3);
  const fading =
    third >= 2 &&
    average(spoken.slice(-third).map(({ words }) => words)) <
      FADING_SHARE * average(spoken.slice(0, third).map(({ words }) => words));
  const weight = replies.reduce((sum, { kind }) => sum + WEIGHT[kind], 0);
  const effort = replies.reduce(
    (sum, { kind, words }) => sum + WEIGHT[kind] * (kind === 'words' ? effortOf(words) : EFFORT[kind]),
    0,
  );
  const share = weight > 0 ? effort / weight : 0;
  return {
    score: Math.max(1, 1 + 4 * share - (fading ? 0.3 : 0)),
    replies: replies.length,
    curt: spoken.filter(({ words }) => words <= 2).length,
    refusals: count('refusal'),
    copies: count('copy'),
    noise: count('noise'),
    elsewhere: count('elsewhere'),
    fading,
  };
}
