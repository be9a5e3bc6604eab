/** A clause of a normalized text, with its offset there. */
export interface Clause {
  text: string;
  start: number;
}

const CLAUSE_BOUNDARY =
  /[,;!?\n()–—]+|\.(?!\d)|\s-+\s|\b(?:but|though|although|whereas|while|because|'?cause|cos|since|unless)\b/g;

/** Splits a normalized text into clauses, at punctuation and before conjunctions. */
export function splitIntoClauses(text: string): Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  for (const boundary of text.matchAll(CLAUSE_BOUNDARY)) {
    clauses.push({ text: text.slice(start, boundary.index), start });
    const isConjunction = /^'?[a-z]/.test(boundary[0]);
    start = isConjunction ? boundary.index : boundary.index + boundary[0].length;
  }
  clauses.push({ text: text.slice(start), start });
  return clauses.filter(clause => clause.text.trim() !== '');
}

/** Whether an offset of the text is within a clause. */
export const isInClause = ({ text, start }: Clause, offset: number): boolean =>
  offset >= start && offset < start + text.length;

/** Signs that a clause is about another time, other people, or a hypothetical case. */
const OTHER_CASES = {
  past: /\b(?:used to|previously|formerly|originally|initially|at first|in the beginning|at the (?:start|beginning)|back then|before (?:that|this|then|the)|in the past|(?:last|the previous) (?:week|month|year|time|quarter|season|term)|(?:days|weeks|months|years|a while) ago|would(?:'ve| have)(?! to)|'d have(?! to)|once was|was once|had been)\b/,
  otherPeople:
    /\b(?:he|she|they|others?|(?:other|some|most|many) (?:people|\w+s)|people|everyone(?: else)?|everybody|someone|(?:my|our|his|her|their|the) (?!only|main|top|first|biggest|short|honest|real|final|answer|score|rating|overall)[a-z]+(?: [a-z]+)?)(?:'d|'ll)? (?:would |might |may |will |probably |always |usually |often |also |still )*(?:say|says|said|give|gives|gave|rate|rates|rated|put|puts|call|calls|prefers?|likes?|loves?|uses?|wants?|picks?|picked|chose|chooses|(?:goes|went)(?= (?:for|with|to|by)\b)|swears?)\b/,
  hypothetical:
    /\b(?:would|could|might|'d) (?:have been|be|say|give|go|rate|pick|choose|recommend|use)\b.{0,200}\b(?:if|unless|were it not|without|had)\b(?! (?:i|you|we)(?:'m| (?:am|had to|have to|must|ask)))|\b(?:if|unless)\b(?! (?:i|you|we)(?:'m| (?:am|had to|have to|must|ask)|'?d (?:to|have)))/,
} as const;

/** Conditions that don't make a statement hypothetical. */
const HARMLESS_CONDITION =
  /\bif (?:i'm|i am|i must|i had to|i have to|you ask|we're|you want|anything|pushed|pressed|possible|asked)\b/;

const PRESENT = /\b(?:now|nowadays|today|these days|currently|still|meanwhile|at the moment)\b/;

/**
 * Whether a clause is about the past, other people or a hypothetical case, and not the answer.
 * `next` is the clause after it.
 */
export function isAboutAnotherCase(clause: string, next = ''): boolean {
  if (!PRESENT.test(clause) && OTHER_CASES.past.test(clause)) return true;
  if (OTHER_CASES.otherPeople.test(clause)) return true;
  if (HARMLESS_CONDITION.test(clause) || HARMLESS_CONDITION.test(next)) return false;
  if (OTHER_CASES.hypothetical.test(clause)) return true;
  const isConditional = /\b(?:would|could|might)\b|'d\b/.test(clause);
  return isConditional && /^\W*(?:and )?(?:only )?(?:if|unless|were it not)\b/.test(next);
}
