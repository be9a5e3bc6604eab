/** What a sentence does in an interview, told by words that belong to no trade. */
export type SentenceRole = 'values' | 'trouble' | 'wish' | 'reason' | 'alternative';

export const CUES: Record<SentenceRole, RegExp> = {
  wish: /\b(?:i wish|if (?:it|they|you|there|only|we|i)\b[^.]*\b(?:would|could|'d)|would (?:come back|return|stay|help|be (?:nice|great|good|helpful)|love|like (?:to|it)|make|use it more|switch)|should|could (?:be|do with)|need(?:s)? (?:to|a|an|more|better)|would have to|hope|ideally|it'd be|missing|lacks?|no way to|can't .* yet)\b/i,
  trouble:
    /\b(?:problem|trouble|annoy\w*|frustrat\w*|hate[ds]?|slow\w*|confus\w*|difficult|hard to|costs? me|waste[ds]?|lost|lose|losing|broke\w*|crash\w*|fail\w*|bug\w*|error\w*|too (?!many thanks)\w+|never (?:works?|answer\w*|repl\w*|came|got)|expensive|overpriced|complicated|stuck|gave up|give up|wait(?:ed|ing)? \w+ (?:minutes|hours|days|weeks)|late|rude|dirty|noisy|worse|worst|bad|terrible|awful|horrible|poor|unreliable|disappoint\w*|painful|by hand|manually|doesn't work|didn't work|complain\w*|angry|cancel\w*|cold|stress\w*|unclear)\b/i,
  values:
    /\b(?:love[sd]?|value[sd]?|like (?:most|best|that|how|the)|enjoy\w*|best (?:thing|part)|favou?rite|great|excellent|perfect|brilliant|fantastic|wonderful|amazing|helpful|saves? (?:me|us)|saved|reliable|easy|easier|friendly|happy|glad|appreciate\w*|works? (?:well|great|fine|perfectly)|quick(?:ly)?|fast|couldn't do without|can't live without|impressed|comfortable|no longer (?:have|need|worry|phone)|depend(?:s|ed)? on|rely on|trust)\b/i,
  reason:
    /\b(?:because|since|due to|that's why|which is why|the reason|so that|as a result|mainly|after|thanks to|'cause)\b/i,
  alternative:
    /\b(?:switched (?:to|from)|moved (?:to|from|over)|instead of|compared (?:to|with)|competitor\w*|alternative\w*|other (?:tools?|apps?|providers?|places?|companies|brands?)|used to use|before (?:that|this)|went back to|tried (?:another|others?))\b/i,
};

const DENIED = /\b(?:not|n't|never|no|without|hardly|isn't|wasn't)\b[^,.;]{0,18}$/i;

/** Whether a sentence plays the role, and is not a denial of it. */
export function hasRole(role: SentenceRole, text: string): boolean {
  const found = CUES[role].exec(text.replace(/’/g, "'"));
  if (!found) return false;
  if (role === 'wish' || role === 'reason' || role === 'alternative') return true;
  return !DENIED.test(text.slice(0, found.index));
}

/** Where in a sentence the words stand that give it the role; its beginning where it has not got it. */
export const findRoleCue = (role: SentenceRole, text: string): number =>
  Math.max(0, text.replace(/’/g, "'").search(CUES[role]));
