import { type Clause, isAboutAnotherCase, splitIntoClauses } from './clauses.ts';
import { findOptionMentions } from './find-options.ts';
import type { OptionMention } from './option-mention.ts';
import type { OptionProfile } from './option-profiles.ts';

/**
 * What a text says about an option that it mentions. `for`: it chooses the option. `against`: it
 * rules the option out. `secondary`: it names the option as a second choice. `aside`: it speaks of
 * another time, person or case.
 */
export type Stance = 'for' | 'against' | 'aside' | 'secondary';

export interface OptionStance extends OptionMention {
  stance: Stance;
}

/** Finds the options that a normalized text mentions, each with what the text says about it. */
export const findOptionStances = (text: string, profiles: OptionProfile[]): OptionStance[] =>
  classifyMentions(text, findOptionMentions(text, profiles), profiles).map(mention =>
    mention.stance === 'against' && mention.by !== 'name' && profiles[mention.option]!.negated?.test(text)
      ? { ...mention, stance: 'for' }
      : mention,
  );

/** Negations of an option that follows within a few words. */
const NEGATIONS = [
  'not',
  'never',
  'no',
  'without',
  'except(?: for)?',
  'besides',
  'excluding',
  'other than',
  'apart from',
  'aside from',
  'less',
  'least',
  'neither',
  'nor',
  'rather than',
  'instead of',
  'as opposed to',
  'unlike',
  'hat(?:e|es|ed|ing)',
  '(?:dis|un)like[ds]?',
  'despise[ds]?',
  'avoid(?:s|ed)?',
  "can't stand",
  'skip',
  'drop',
  'against',
  'anything but',
  'everything but',
  'all but',
  'minus',
  'hardly',
  'barely',
  'cannot',
  'stopped',
  'sick of',
  'tired of',
  'ruled? out',
  'forget',
  'leave out',
  'could do without',
  'worse than',
  'better than',
  'more than',
  'than',
  'nothing',
  "don't care (?:about|for)",
  'compared (?:to|with)',
  'quit',
  '(?:unsubscribed?|opted?|signed|logged) (?:from|out(?: of)?|off)',
  '(?:cancel(?:l?ed)?|delet(?:e|ed)|remov(?:e|ed)|dropped|turned off|switched off|got rid of|gave up)(?= (?:on |the |my |our |\\w+$))',
  'gave up',
  String.raw`(?:gave|sold|lost)(?: away)?(?= (?:my|the|our)\b)`,
  '(?:moved|switched|upgraded|downgraded|changed|migrated|came|went)(?: away| over| up| down)? from',
];
const NEGATED_BEFORE = new RegExp(String.raw`(?:n't|\b(?:${NEGATIONS.join('|')}))(?: (?!but\b)[\w'/-]+){0,4} ?["(]?$`);
const NOT_BECAUSE = /\bnot because(?: of)?(?: (?:the|my|their|its))?\s*$/;
const EXCEPTED =
  /\b(?:any ?thing|every ?thing|all(?: of (?:them|those|these))?|any(?: of (?:them|those|these))?|anyone|everyone) (?:but|bar)(?: for)?(?: (?:the|my|a|an|for))?\s*$/;
/** Phrases that look like a negation and are none. */
const FALSE_NEGATIONS = [
  'not (?:only|just|merely|sure|certain|to mention|bad)',
  'no (?:doubt|question|contest)',
  "don't know",
  'dunno',
  'nothing (?:beats?|tops?|compares?|like)',
  "can'?t (?:live|do|work|go|imagine (?:life|working)?) ?without",
  "couldn'?t (?:live|do|work|go) ?without",
  'never without',
  "can'?t beat",
  'nothing but',
  "don't mind",
  'no,',
  'no more than just',
  'more than (?:once|twice|anything|ever)',
  'not without',
  'why not',
];
const FALSELY_NEGATED = new RegExp(
  String.raw`\b(?:${FALSE_NEGATIONS.join('|')})\b[^,;]*$|(?:more|better|less|worse) than (?:anything|everything|all|the rest|any(?:thing)? other)[^,;]*$`,
);
/** Negations of an option before them. */
const NEGATIONS_AFTER = [
  "n't",
  String.raw` not\b`,
  " isn't",
  " aren't",
  " wasn't",
  " weren't",
  " doesn't",
  " don't",
  " didn't",
  " wouldn't",
  " won't",
  ' (?:is |are |was )?(?:irrelevant|unimportant|secondary|pointless|useless|out of the question|a no-?go|off the table)',
  String.raw` (?:died|broke|is (?:broken|dead|gone)|was stolen|got stolen)\b`,
  ' can wait',
  ' matters? (?:less|least|little)',
  String.raw`,? (?:never|no|nope)(?=\W*$|[,.;!])`,
  ',? not so much',
  ' (?:is )?no (?:issue|problem|concern)',
];
const NEGATED_AFTER = new RegExp(
  String.raw`^\?+ (?:never|no(?:pe)?|nah|not)\b|^(?:["')]| (?!and\b|or\b|but\b|not\b|is\b|was\b|are\b|i\b|we\b|because\b)\w+)?(?: (?:is|was|are|were|do|does|did|would|will|really|just|honestly)(?: (?:just|really|definitely|certainly))*)?(?:${NEGATIONS_AFTER.join('|')})`,
);
const PREFERRED_AFTER = /^[^,.;]{0,30}\b(?:rather than|instead of|over|more than|and not|not|beats|as opposed to)\b/;
const SECONDARY =
  /\b(?:sometimes|occasionally|now and then|rarely|also|as well|too|thinking (?:about|of)|considering|looking (?:at|into)|tempted|curious|secondly|second|after that|followed by|a bit of|plus|then|every now and then|once in a while|backup|fallback|less often)\b/;
const PREFERENCE_BETWEEN =
  /\b(?:over|rather than|instead of|as opposed to|to|beats?|trumps?|more than|better than|not|wins (?:over|against))(?: the| my| a| an| any)?\s*$/;
const PREFERS = /\b(?:prefer|prefers|preferred|choose|pick|take|favou?r|i'd go|go for|beats|trumps)\b/;

const FIRST_PERSON = /\b(?:i|i'm|i'd|i've|we|me|us|mine)\b/;
const PERSON =
  '(?:wife|husband|partner|boss|manager|chef|colleagues?|team|friends?|son|daughter|kids?|child(?:ren)?|mother|father|mum|mom|dad|parents|brother|sister|neighbours?|neighbors?|flatmates?|roommates?|company|girlfriend|boyfriend|grand\\w+|aunt|uncle|cousin|doctor|teacher)';
const ABOUT_OTHERS = new RegExp(
  `^\\W*(?:and |but |though |while )?(?:(?:my|our|his|her|their) ${PERSON}|he|she|they)(?:'s)? \\w+`,
);

/** A condition: in "I drive unless it is sunny, then I cycle", cycling is the second choice. */
const CONDITION = /\b(?:if|unless|when|whenever|except when)\b/;

/**
 * "The pool was closed, so only the gym." Requires an alternative: otherwise the
 * closed pool may itself be the answer.
 */
const UNAVAILABLE_SO =
  /^ (?:is|was|were|are) (?:always |still |already |all )?(?:closed|full|shut|unavailable|out of order|sold out|booked out|fully booked),? so\b/;

const INTENDED =
  /\b(?:wanted|want|meant|planned|hoped|tried|intended|supposed|(?:'d|would) (?:like|love)) to\b[^,;]*$|\bwanted (?:the|a|an) $/;

/** Whether a place is only on the way: "on the train to work" is not "At work". */
const isOnTheWay = (before: string, option: string) =>
  /^(?:at|in) /.test(option) && /\b(?:to|from|towards?|before|after) (?:the |my )?$/.test(before);

/** A mention in its context. */
interface MentionContext {
  text: string;
  mention: OptionMention;
  profile: OptionProfile;
  /** The clause of the mention, and its neighbours. */
  clause: Clause;
  previousClause: Clause | undefined;
  nextClause: Clause | undefined;
  /** The clause's text before the mention. */
  before: string;
  /** The whole text after the mention. */
  after: string;
  previousMention: OptionStance | undefined;
  nextMention: OptionMention | undefined;
  /** The text between the previous mention and this one; empty for the first mention. */
  gap: string;
  /** Whether the previous mention is in the same clause. */
  isSameClause: boolean;
}

function classifyMentions(text: string, mentions: OptionMention[], profiles: OptionProfile[]): OptionStance[] {
  const clauses = splitIntoClauses(text);
  const classified: OptionStance[] = [];
  for (const [index, mention] of mentions.entries()) {
    const clauseIndex = Math.max(
      0,
      clauses.findLastIndex(clause => clause.start <= mention.start),
    );
    const clause = clauses[clauseIndex] ?? { text, start: 0 };
    const previousMention = classified.at(-1);
    const context = {
      text,
      mention,
      profile: profiles[mention.option]!,
      clause,
      previousClause: clauses[clauseIndex - 1],
      nextClause: clauses[clauseIndex + 1],
      before: text.slice(clause.start, mention.start),
      after: text.slice(mention.end),
      previousMention,
      nextMention: mentions[index + 1],
      gap: previousMention ? text.slice(previousMention.end, mention.start) : '',
      isSameClause: previousMention !== undefined && previousMention.start >= clause.start,
    };
    classified.push({ ...mention, stance: classifyMention(context) });
  }
  return setOtherPeopleAside(text, classified);
}

/** The order of the rules matters: the first one that applies decides. */
function classifyMention(context: MentionContext): Stance {
  const { text, mention, clause, nextClause, before, after } = context;
  const textBefore = text.slice(0, mention.start);
  if (EXCEPTED.test(textBefore) || NOT_BECAUSE.test(textBefore)) return 'against';
  if (isConcession(context)) return 'secondary';
  if (isNegatedBefore(context) || continuesNegation(context) || isLessPreferred(context)) return 'against';
  if (context.nextMention && UNAVAILABLE_SO.test(after)) return 'against';
  if (isNegatedAfter(context)) return 'against';
  if (isAboutAnotherCase(clause.text, nextClause?.text)) return 'aside';
  if (INTENDED.test(before) && /\bbut\b/.test(after)) return 'aside';
  if (isConditionalAlternative(context)) return 'secondary';
  if (isOnTheWay(before, context.profile.name)) return 'aside';
  return isSecondary(context) ? 'secondary' : 'for';
}

/** "Although email is nice, …", beside another option. */
const isConcession = ({ clause, previousMention, nextMention }: MentionContext) =>
  /^(?:even )?(?:though|although|while)\b/.test(clause.text.trim()) &&
  (previousMention !== undefined || nextMention !== undefined);

const isNegatedBefore = ({ before, gap, isSameClause }: MentionContext) =>
  NEGATED_BEFORE.test(isSameClause ? gap : before) && !FALSELY_NEGATED.test(before);

/** "Not the price, the support or the speed": a negation goes on through a list. */
function continuesNegation({ previousMention, gap, isSameClause }: MentionContext): boolean {
  if (previousMention?.stance !== 'against') return false;
  const isInList = isSameClause && /^\s*(?:,|or|nor|and|\/|&)(?: (?:the|a|an|my))?\s*$/.test(gap);
  return isInList || /^\s*(?:,\s*)?(?:or|nor)(?: (?:the|a|an|my))?\s*$/.test(gap);
}

/** "Email over phone", "I prefer email to phone". */
function isLessPreferred({ text, previousMention, gap }: MentionContext): boolean {
  if (previousMention?.stance !== 'for' || !PREFERENCE_BETWEEN.test(gap)) return false;
  return !/\bto\s*$/.test(gap) || PREFERS.test(text.slice(0, previousMention.start));
}

/** Not if the negation belongs to the next option: "email, not phone". */
const isNegatedAfter = ({ after, nextMention }: MentionContext) =>
  NEGATED_AFTER.test(after) && !(nextMention && PREFERRED_AFTER.test(after) && /^ not\b/.test(after));

const isConditionalAlternative = ({ clause, previousClause, previousMention }: MentionContext) =>
  /^\W*then\b/.test(clause.text) && CONDITION.test(previousClause?.text ?? '') && previousMention !== undefined;

const isSecondary = ({ before, after, previousMention }: MentionContext) =>
  SECONDARY.test(before) || (previousMention !== undefined && SECONDARY.test(after.split(/[,.;]/)[0]!.slice(0, 24)));

/**
 * Sets clauses about other people aside, if the text chooses an option in a clause that is not
 * about them.
 */
function setOtherPeopleAside(text: string, mentions: OptionStance[]): OptionStance[] {
  const clauses = splitIntoClauses(text);
  const isAboutOthers = ({ start }: OptionStance) => {
    const clause = clauses.findLast(candidate => candidate.start <= start)?.text ?? text;
    return ABOUT_OTHERS.test(clause) && !FIRST_PERSON.test(clause);
  };
  if (!mentions.some(mention => mention.stance === 'for' && !isAboutOthers(mention))) return mentions;
  return mentions.map(mention =>
    mention.stance === 'for' && isAboutOthers(mention) ? { ...mention, stance: 'aside' } : mention,
  );
}
