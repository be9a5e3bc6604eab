/** What a sentence does in an interview. A sentence may have several roles. */
export const SENTENCE_ROLES = ['praise', 'problem', 'wish', 'reason', 'alternative'] as const;
export type SentenceRole = (typeof SENTENCE_ROLES)[number];

/** The words that give a sentence its role. */
const CUES: Record<SentenceRole, RegExp> = {
  wish: /\b(?:i wish|if (?:it|they|you|there|only|we|i)\b[^.]{0,200}\b(?:would|could|'d)|would (?:come back|return|stay|help|be (?:nice|great|good|helpful)|love|like (?:to|it)|make|use it more|switch)|should|could (?:be|do with)|need(?:s)? (?:to|a|an|more|better)|would have to|hope|ideally|it'd be|missing|lacks?|no way to|can't .{0,200} yet)\b/i,
  problem:
    /\b(?:problem|trouble|annoy\w*|frustrat\w*|hate[ds]?|slow\w*|confus\w*|difficult|hard to|costs? me|waste[ds]?|lost|lose|losing|broke\w*|crash\w*|fail\w*|bug\w*|error\w*|too (?!many thanks)\w+|never (?:works?|answer\w*|repl\w*|came|got)|expensive|overpriced|complicated|stuck|gave up|give up|wait(?:ed|ing)? \w+ (?:minutes|hours|days|weeks)|late|rude|dirty|noisy|worse|worst|bad|terrible|awful|horrible|poor|unreliable|disappoint\w*|painful|by hand|manually|doesn't work|didn't work|complain\w*|angry|cancel\w*|cold|stress\w*|unclear)\b/i,
  praise:
    /\b(?:love[sd]?|value[sd]?|like (?:most|best|that|how|the)|enjoy\w*|best (?:thing|part)|favou?rite|great|excellent|perfect|brilliant|fantastic|wonderful|amazing|helpful|saves? (?:me|us)|saved|reliable|easy|easier|friendly|happy|glad|appreciate\w*|works? (?:well|great|fine|perfectly)|quick(?:ly)?|fast|couldn't do without|can't live without|impressed|comfortable|no longer (?:have|need|worry|phone)|depend(?:s|ed)? on|rely on|trust)\b/i,
  reason:
    /\b(?:because|since|due to|that's why|which is why|the reason|so that|as a result|mainly|after|thanks to|'cause)\b/i,
  alternative:
    /\b(?:switched (?:to|from)|moved (?:to|from|over)|instead of|compared (?:to|with)|competitor\w*|alternative\w*|other (?:tools?|apps?|providers?|places?|companies|brands?)|used to use|before (?:that|this)|went back to|tried (?:another|others?))\b/i,
};

/** A negation right before a cue. */
const NEGATION = /\b(?:not|n't|never|no|without|hardly|isn't|wasn't)\b[^,.;]{0,18}$/i;

const straightenApostrophes = (text: string) => text.replace(/’/g, "'");

/** Whether a sentence has a role. Praise and problems must not be negated. */
export function hasRole(role: SentenceRole, text: string): boolean {
  const cue = CUES[role].exec(straightenApostrophes(text));
  if (!cue) return false;
  return (role !== 'praise' && role !== 'problem') || !NEGATION.test(text.slice(0, cue.index));
}

/** The offset of the words that give a sentence this role; 0 if it doesn't have it. */
export const findRoleCue = (role: SentenceRole, text: string): number =>
  Math.max(0, straightenApostrophes(text).search(CUES[role]));
