import { stemWord } from './stem.ts';

/**
 * Words that mean the same as an answer, one group per line. It includes inflections with different
 * stems. The lines of `similarity.ts`, in contrast, only share a subject (bus and tram). Lower
 * case, as lemmas or as people write them.
 */
const SYNONYMS: readonly string[] = [
  'price cost pricing expensive cheap cheaper fee money affordability affordable overpriced pricey budget',
  'support help helpdesk assistance service',
  'speed fast slow slowness quick quickness performance lag laggy pace faster quicker slower loading',
  'ease easy easier simple simplicity usability usable intuitive straightforward user-friendly',
  'quality craftsmanship well-made',
  'reliability reliable dependable stable stability uptime unreliable',
  'design look looks appearance style aesthetics visuals',
  'feature functionality function capability',
  'location place proximity nearby',
  'email mail e-mail',
  'phone telephone call calling',
  'chat messenger messaging',
  'bike bicycle cycle cycling biking',
  'foot walk walking',
  'car drive driving automobile drove',
  'train rail railway',
  'tv television telly',
  'safety safe security secure',
  'privacy private',
  'fun enjoyment enjoyable entertaining entertainment',
  'taste flavour flavor tasty delicious tastes',
  'staff employee personnel crew',
  'friend mate buddy pal',
  'family parent relative',
  'job work employment career',
  'holiday vacation travel trip',
  'child kid children kids',
  'doctor physician gp',
  'shop store shopping',
  'website site webpage web online',
  'app application',
  'laptop notebook',
  'computer pc desktop',
  'photo picture image',
  'film movie cinema',
  'salary pay wage income',
  'colleague coworker co-worker workmate teammate',
  'boss manager supervisor',
  'training learning',
  'selection variety choice range assortment',
  'delivery shipping deliver ship',
  'cleanliness clean dirty hygiene tidy cleaning dirt',
  'noise noisy loud quiet',
  'comfort comfortable comfy uncomfortable',
  'size big small large',
  'environment sustainability sustainable green eco ecological',
  'health healthy',
  'advertisement ad advert advertising commercial',
  'autumn fall',
  'flat apartment',
  'restaurant diner',
  'cafe coffee cafeteria',
  'parking park',
  'teacher instructor tutor',
  'exercise workout',
  'autonomy independence freedom',
  'flexibility flexible',
  'documentation manual docs guide',
  'bug error crash glitch',
  'switch change',
  'me myself alone',
  'eyesight eye vision sight',
  'newspaper paper',
  'close near nearby proximity location',
  'paperwork form bureaucracy',
  'trust believe',
];

/** Hypernyms with their hyponyms: a tram is transport, but a bus is not a tram. */
const HYPONYMS: readonly (readonly [hypernyms: string, hyponyms: string])[] = [
  ['transport transit', 'bus tram metro subway underground tube train coach ferry'],
  ['social', 'facebook fb instagram insta tiktok twitter linkedin youtube reddit snapchat mastodon threads pinterest'],
  ['search', 'google bing googled googling duckduckgo'],
  ['advertisement advertising ad ads', 'poster billboard banner flyer leaflet'],
  ['messenger messaging chat', 'whatsapp telegram signal'],
  ['friend friends', 'mate buddy pal'],
  ['colleague colleagues coworker', 'workmate teammate'],
  ['family relatives', 'mother father mum mom dad sister brother aunt uncle cousin wife husband daughter son'],
  ['news press', 'newspaper magazine article'],
  ['drinks beverages', 'coffee tea beer wine juice lemonade'],
  ['card', 'visa mastercard amex'],
  ['phone smartphone mobile', 'iphone android'],
];

/** The groups of synonyms that a word or its stem is in. */
const groupsByWord = new Map<string, Set<number>>();
for (const [group, line] of SYNONYMS.entries()) {
  for (const word of line.split(' ').flatMap(word => [word, stemWord(word)])) {
    groupsByWord.set(word, (groupsByWord.get(word) ?? new Set()).add(group));
  }
}

const getGroups = (word: string) => groupsByWord.get(word) ?? groupsByWord.get(stemWord(word));

const hypernymsByWord = new Map<string, Set<string>>();
for (const [hypernyms, hyponyms] of HYPONYMS) {
  for (const hyponym of hyponyms.split(' ')) {
    const known = hypernymsByWord.get(hyponym) ?? new Set();
    for (const hypernym of hypernyms.split(' ')) known.add(hypernym);
    hypernymsByWord.set(hyponym, known);
  }
}

/** Whether a lower-case word names a thing of this kind: a tram is transport. */
export const isHyponymOf = (word: string, hypernym: string): boolean =>
  hypernymsByWord.get(word)?.has(hypernym) ?? false;

/** Whether a lower-case word has synonyms or hypernyms in these tables. */
export const hasSynonyms = (word: string): boolean => getGroups(word) !== undefined || hypernymsByWord.has(word);

/** Whether two lower-case words mean the same. */
export function areSynonyms(a: string, b: string): boolean {
  const [first, second] = [getGroups(a), getGroups(b)];
  return first !== undefined && second !== undefined && [...first].some(group => second.has(group));
}
