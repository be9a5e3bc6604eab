import { stemWord } from './stem.ts';

/**
 * Everyday words that may stand for each other as an answer, inflections that stems do not join included. Unlike a family of
 * `likeness.ts`, whose words only speak of one matter (bus and tram), these mean the same thing. Dictionary forms or as said.
 */
const GROUPS: readonly string[] = [
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

/** Kinds of things, each with what people name instead of the kind. One way only: a bus is no tram. */
const KINDS: readonly (readonly [kind: string, members: string])[] = [
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

const groups = new Map<string, Set<number>>();
GROUPS.forEach((line, group) => {
  for (const word of line.split(' ').flatMap(word => [word, stemWord(word)]))
    groups.set(word, (groups.get(word) ?? new Set()).add(group));
});

const groupsOf = (word: string) => groups.get(word) ?? groups.get(stemWord(word));

const kinds = new Map<string, Set<string>>();
for (const [kind, members] of KINDS) {
  for (const member of members.split(' ')) {
    const known = kinds.get(member) ?? new Set();
    for (const name of kind.split(' ')) known.add(name);
    kinds.set(member, known);
  }
}

/** Whether the lower-case word names one of a kind that the other is the name of: a tram is transport. */
export const isHyponymOf = (word: string, kind: string): boolean => kinds.get(word)?.has(kind) ?? false;

/** Whether the lower-case word is in the table at all, however common it is. */
export const hasSynonyms = (word: string): boolean => groupsOf(word) !== undefined || kinds.has(word);

/** Whether two lower-case words may stand for each other. */
export function areSynonyms(a: string, b: string): boolean {
  const [first, second] = [groupsOf(a), groupsOf(b)];
  return first !== undefined && second !== undefined && [...first].some(group => second.has(group));
}
