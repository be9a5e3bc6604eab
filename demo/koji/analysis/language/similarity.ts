import { cosineSimilarity, getWordVector } from './vectors.ts';

/**
 * A small thesaurus of words about products and services. Each line lists words on one subject, as
 * lower-case lemmas. It helps where the word vectors, which were trained on news, know a word in
 * another sense.
 */
const RELATED_WORDS: readonly string[] = [
  'price cost pricing expensive cheap fee charge afford affordable pricey budget pay payment money expense costly overpriced bill rate value dollar euro pound renewal discount tariff',
  'support help helpdesk assistance agent representative service hotline helpline ticket',
  'slow fast speed quick lag laggy delay loading performance sluggish quickly slowly load quicker faster slower instant lag responsive freeze freezing',
  'wait waiting queue line late delay hold delayed',
  'easy ease simple intuitive simplicity straightforward effortless usability user-friendly usable',
  'difficult hard confusing complicated complex complexity unclear confuse confused confusion clunky cumbersome',
  'bug crash error glitch failure broken outage reliable unreliable reliability stable stability uptime downtime buggy glitchy fail break',
  'secure security privacy safe safety private protection data-protection password hack breach',
  'design look appearance interface layout style beautiful ugly looks ui',
  'friend family relative mate buddy wife husband partner spouse',
  'colleague coworker team teammate staff employee',
  'teacher instructor trainer coach tutor lecturer professor',
  'training onboarding tutorial setup introduction getting-started installation learn learning course lesson documentation manual guide',
  'food meal dish taste tasty menu lunch dinner breakfast eat flavour flavor portion cook kitchen',
  'clean dirty hygiene cleanliness tidy cleaning dusty filthy spotless',
  'noise noisy loud quiet sound silence',
  'delivery shipping parcel courier deliver ship package shipment dispatch',
  'parking park car drive garage',
  'place location near distance close nearby far neighbourhood',
  'phone telephone call mobile smartphone',
  'email mail e-mail inbox newsletter',
  'chat message messaging messenger text sms',
  'doctor nurse physician clinic surgeon gp therapist',
  'sleep rest tired bed mattress pillow',
  'friendly rude polite kind welcoming attitude unfriendly helpful courteous warm',
  'report reporting analytics chart dashboard statistic graph',
  'integration integrate connect connection sync synchronise synchronize api connector',
  'export import download upload csv spreadsheet excel file',
  'reminder notification alert notify remind push',
  'invoice billing invoicing receipt bill accounting accountant',
  'schedule scheduling calendar booking book appointment timetable reservation slot planner',
  'variety choice selection range assortment option',
  'quality durable sturdy craftsmanship well-made durability',
  'comfortable comfort cosy cozy uncomfortable comfy',
  'search find filter discover discovery',
  'environment sustainable sustainability green recycling climate packaging eco-friendly ecological',
  'return refund exchange reimbursement',
  'charge charger charging power',
  'health fitness exercise workout weight fit',
  'bus train tram metro subway transit tube',
  'salary wage pay raise compensation bonus',
  'boss manager management supervisor leadership',
  'flexible flexibility freedom adapt remote',
  'trust honest honesty transparent transparency trustworthy',
  'fun enjoyable entertaining enjoy playful',
];

/** The lines of the thesaurus that a word is in. */
const linesByWord = new Map<string, Set<number>>();
for (const [number, line] of RELATED_WORDS.entries()) {
  for (const word of line.split(' ')) linesByWord.set(word, (linesByWord.get(word) ?? new Set()).add(number));
}

/** Whether the thesaurus of words about products and services has this lemma. */
export const isThesaurusWord = (lemma: string): boolean => linesByWord.has(lemma);

/** Least similarity of two words on one line of the thesaurus. */
const RELATED_SIMILARITY = 0.72;

/** Whether the thesaurus has two lemmas on one line. */
export function areRelatedWords(a: string, b: string): boolean {
  const [first, second] = [linesByWord.get(a), linesByWord.get(b)];
  return first !== undefined && second !== undefined && [...first].some(line => second.has(line));
}

/**
 * The similarity in meaning of two lemmas: 1 for the same, about 0.5 for close ones, 0 for
 * unrelated or unknown ones.
 */
export function semanticSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const [first, second] = [getWordVector(a), getWordVector(b)];
  const similarity = first && second ? Math.max(0, cosineSimilarity(first, second)) : 0;
  return areRelatedWords(a, b) ? Math.max(RELATED_SIMILARITY, similarity) : similarity;
}
