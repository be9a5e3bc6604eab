import { isAboutAnotherCase, splitIntoClauses } from './clauses.ts';
import { findOptionMentions, isDenialSelecting, type OptionIndex } from './find-options.ts';
import type { OptionMention } from './option-mention.ts';

/** How a text stands to an option that it mentions. */
export type Stance = 'for' | 'against' | 'aside' | 'second';

export interface OptionStance extends OptionMention {
  stance: Stance;
}

/** What denies an option that comes after it, a few words later at most. */
const DENIALS = [
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
const NOT_BEFORE = new RegExp(String.raw`(?:n't|\b(?:${DENIALS.join('|')}))(?: (?!but\b)[\w'/-]+){0,4} ?["(]?$`);
const NOT_BECAUSE = /\bnot because(?: of)?(?: (?:the|my|their|its))?\s*$/;
const EXCEPTED =
  /\b(?:any ?thing|every ?thing|all(?: of (?:them|those|these))?|any(?: of (?:them|those|these))?|anyone|everyone) (?:but|bar)(?: for)?(?: (?:the|my|a|an|for))?\s*$/;
/** What looks like a denial and is none. */
const NO_DENIALS = [
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
const NOT_NEGATING = new RegExp(
  String.raw`\b(?:${NO_DENIALS.join('|')})\b[^,;]*$|(?:more|better|less|worse) than (?:anything|everything|all|the rest|any(?:thing)? other)[^,;]*$`,
);
/** What denies an option that comes before it. */
const DENIALS_AFTER = [
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
const NOT_AFTER = new RegExp(
  String.raw`^\?+ (?:never|no(?:pe)?|nah|not)\b|^(?:["')]| (?!and\b|or\b|but\b|not\b|is\b|was\b|are\b|i\b|we\b|because\b)\w+)?(?: (?:is|was|are|were|do|does|did|would|will|really|just|honestly)(?: (?:just|really|definitely|certainly))*)?(?:${DENIALS_AFTER.join('|')})`,
);
const RATHER_AFTER = /^[^,.;]{0,30}\b(?:rather than|instead of|over|more than|and not|not|beats|as opposed to)\b/;
const LATER =
  /\b(?:sometimes|occasionally|now and then|rarely|also|as well|too|thinking (?:about|of)|considering|looking (?:at|into)|tempted|curious|secondly|second|after that|followed by|a bit of|plus|then|every now and then|once in a while|backup|fallback|less often)\b/;
const PREFERENCE_BETWEEN =
  /\b(?:over|rather than|instead of|as opposed to|to|beats?|trumps?|more than|better than|not|wins (?:over|against))(?: the| my| a| an| any)?\s*$/;
const PREFERS = /\b(?:prefer|prefers|preferred|choose|pick|take|favou?r|i'd go|go for|beats|trumps)\b/;

const MINE = /\b(?:i|i'm|i'd|i've|we|me|us|mine)\b/;
const PERSON =
  '(?:wife|husband|partner|boss|manager|chef|colleagues?|team|friends?|son|daughter|kids?|child(?:ren)?|mother|father|mum|mom|dad|parents|brother|sister|neighbours?|neighbors?|flatmates?|roommates?|company|girlfriend|boyfriend|grand\\w+|aunt|uncle|cousin|doctor|teacher)';
const THEIRS = new RegExp(
  `^\\W*(?:and |but |though |while )?(?:(?:my|our|his|her|their) ${PERSON}|he|she|they)(?:'s)? \\w+`,
);

/** "On the train to work" is not "At work". */
const isOnTheWay = (before: string, option: string) =>
  /^(?:at|in) /.test(option) && /\b(?:to|from|towards?|before|after) (?:the |my )?$/.test(before);

/** "I drive unless it is sunny, then I cycle": what follows holds at times only. */
const CONDITION = /\b(?:if|unless|when|whenever|except when)\b/;

/** "The pool was closed, so only the gym." Without what was done instead it may be the trouble that is asked for. */
const CLOSED_SO =
  /^ (?:is|was|were|are) (?:always |still |already |all )?(?:closed|full|shut|unavailable|out of order|sold out|booked out|fully booked),? so\b/;

const MEANT_TO =
  /\b(?:wanted|want|meant|planned|hoped|tried|intended|supposed|(?:'d|would) (?:like|love)) to\b[^,;]*$|\bwanted (?:the|a|an) $/;

/** Where another clause is not about somebody else, a clause about somebody else is beside the point. */
function withoutOthers(text: string, judged: OptionStance[]): OptionStance[] {
  const clauses = splitIntoClauses(text);
  const clauseOf = ({ start }: OptionStance) => clauses.findLast(clause => clause.start <= start)?.text ?? text;
  if (
    !judged.some(
      mention => mention.stance === 'for' && (MINE.test(clauseOf(mention)) || !THEIRS.test(clauseOf(mention))),
    )
  )
    return judged;
  return judged.map(mention => {
    const clause = clauseOf(mention);
    return mention.stance === 'for' && THEIRS.test(clause) && !MINE.test(clause)
      ? { ...mention, stance: 'aside' }
      : mention;
  });
}

/** Finds the options that a plain text mentions, and says how it stands to each: "I don't need it" is for "No longer needed". */
export const findOptionStances = (text: string, index: OptionIndex): OptionStance[] =>
  judge(text, findOptionMentions(text, index), index).map(mention =>
    mention.stance === 'against' && mention.by !== 'name' && isDenialSelecting(text, index, mention.option)
      ? { ...mention, stance: 'for' }
      : mention,
  );

/** Says of each mention whether the text is for it, against it, or speaks of another time, person or world. */
function judge(text: string, mentions: OptionMention[], index: OptionIndex): OptionStance[] {
  const clauses = splitIntoClauses(text);
  const judged: OptionStance[] = [];
  for (const [place, mention] of mentions.entries()) {
    const at = Math.max(
      0,
      clauses.findLastIndex(clause => clause.start <= mention.start),
    );
    const clause = clauses[at] ?? { text, start: 0 };
    const before = text.slice(clause.start, mention.start);
    const after = text.slice(mention.end);
    const previous = mentions[place - 1];
    const gap = previous ? text.slice(previous.end, mention.start) : '';
    const sameClause = previous !== undefined && previous.start >= clause.start;
    const last = judged.at(-1);
    const ownBefore = sameClause ? gap : before;
    const isConcession = /^(?:even )?(?:though|although|while)\b/.test(clause.text.trim()) && mentions.length > 1;
    let stance: Stance = 'for';
    if (EXCEPTED.test(text.slice(0, mention.start)) || NOT_BECAUSE.test(text.slice(0, mention.start)))
      stance = 'against';
    else if (isConcession) stance = 'second';
    else if (NOT_BEFORE.test(ownBefore) && !NOT_NEGATING.test(before)) stance = 'against';
    else if (sameClause && last?.stance === 'against' && /^\s*(?:,|or|nor|and|\/|&)(?: (?:the|a|an|my))?\s*$/.test(gap))
      stance = 'against';
    else if (previous && last?.stance === 'against' && /^\s*,?\s*(?:or|nor)(?: (?:the|a|an|my))?\s*$/.test(gap))
      stance = 'against';
    else if (
      previous &&
      last?.stance === 'for' &&
      PREFERENCE_BETWEEN.test(gap) &&
      (!/\bto\s*$/.test(gap) || PREFERS.test(text.slice(0, previous.start)))
    )
      stance = 'against';
    else if (mentions[place + 1] && CLOSED_SO.test(after)) stance = 'against';
    else if (NOT_AFTER.test(after) && !(mentions[place + 1] && RATHER_AFTER.test(after) && /^ not\b/.test(after)))
      stance = 'against';
    else if (isAboutAnotherCase(clause.text, clauses[at + 1]?.text)) stance = 'aside';
    else if (MEANT_TO.test(before) && /\bbut\b/.test(after)) stance = 'aside';
    else if (/^\W*then\b/.test(clause.text) && CONDITION.test(clauses[at - 1]?.text ?? '') && place > 0)
      stance = 'second';
    else if (isOnTheWay(before, index[mention.option]!.name)) stance = 'aside';
    else if (LATER.test(before) || (place > 0 && LATER.test(after.split(/[,.;]/)[0]!.slice(0, 24)))) stance = 'second';
    judged.push({ ...mention, stance });
  }
  return withoutOthers(text, judged);
}
