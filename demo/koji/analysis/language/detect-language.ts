import { getFrequencyRank } from './vectors.ts';

/**
 * The most frequent function words of some languages, by primary subtag of BCP 47. They are enough
 * to tell the languages apart and to tell text from noise.
 */
const FUNCTION_WORDS: Record<string, string> = {
  en: "the a an and or but of to in on at for with from by is are was were be been it its it's i i'm i'd i've we you they he she my our your this that these there not no so if as because when what which who have has had do does did don't can can't would could will just very more most some any all about than then too also only really",
  de: 'der die das und oder aber von zu in im auf an für mit aus bei ist sind war waren es ich wir ihr sie er mein meine unser dass nicht kein keine so wenn weil als was wer haben hat hatte kann können würde wird nur sehr mehr auch noch schon man mich mir uns den dem des ein eine einen einem einer',
  fr: "le la les un une des et ou mais de du à au aux en dans sur pour avec par est sont était c'est il elle on nous vous ils je j'ai mon ma mes notre que qui ne pas plus très si quand parce comme avoir a ont peut cette ce ces aussi bien tout",
  es: 'el la los las un una y o pero de del a al en con por para es son era está yo nosotros ellos mi mis nuestro que no muy más si cuando porque como tener tiene hay puede este esta esto también se lo le me nos',
  it: 'il lo la i gli le un una e o ma di del della a al in nel con per da è sono era io noi loro mio mia nostro che non molto più se quando perché come avere ha hanno può questo questa anche si mi ci',
  pt: 'o a os as um uma e ou mas de do da em no na com por para é são era eu nós eles meu minha nosso que não muito mais se quando porque como ter tem há pode este esta isso também me nos',
  nl: 'de het een en of maar van in op aan voor met uit bij is zijn was waren ik wij we jij zij hij mijn ons dat niet geen zo als omdat wat wie hebben heeft had kan kunnen zou wordt alleen heel meer ook nog al',
  sv: 'och eller men av till i på för med från är var det jag vi du de han hon min vår att inte så om när som har hade kan skulle bara mycket mer också en ett den',
  da: 'og eller men af til i på for med fra er var det jeg vi du de han hun min vores at ikke så hvis når som har havde kan ville kun meget mere også en et den',
  pl: 'i lub ale z do w na dla od jest są był to ja my oni mój nasz że nie tak jeśli kiedy bo jak mieć ma może tylko bardzo więcej też się co',
};

const functionWords = new Map(
  Object.entries(FUNCTION_WORDS).map(([language, words]) => [language, new Set(words.split(' '))]),
);

const extractLowerCaseWords = (text: string) =>
  text
    .toLowerCase()
    .replace(/’/g, "'")
    .match(/\p{L}[\p{L}\p{M}']*/gu) ?? [];

/**
 * The share of a text's words that are function words of a language, 0 to 1; undefined for an
 * unsupported language.
 */
export function measureFunctionWordShare(text: string, language: string): number | undefined {
  const known = functionWords.get(language);
  if (!known) return undefined;
  const words = extractLowerCaseWords(text);
  return words.length === 0 ? 0 : words.filter(word => known.has(word)).length / words.length;
}

/** The share of a text's words that are English words, 0 to 1. */
export function measureEnglishShare(text: string): number {
  const words = extractLowerCaseWords(text);
  if (words.length === 0) return 0;
  const isKnown = (word: string) => getFrequencyRank(word) !== undefined;
  return words.filter(word => isKnown(word) || isKnown(word.replace(/'.*$/, ''))).length / words.length;
}

/** The primary language subtag of a BCP 47 tag, in lower case; `en` for an empty tag. */
export const getPrimaryLanguage = (locale: string): string => locale.toLowerCase().split('-')[0] || 'en';

/** Texts with fewer words are too short to tell their language. */
const FEWEST_WORDS = 6;
/** Least share of function words in a text of their language. */
const LEAST_FUNCTION_WORD_SHARE = 0.12;
/** Least share of known words in an English text with few function words. */
const LEAST_ENGLISH_SHARE = 0.6;

/**
 * Detects the language of texts, as a primary subtag: the one whose function words they use most.
 * Returns that of `locale` (BCP 47) if the texts are too short to tell, and null if they are in
 * none of the supported languages.
 */
export function detectLanguage(texts: string[], locale: string): string | null {
  const text = texts.join('\n');
  const expected = getPrimaryLanguage(locale);
  if (extractLowerCaseWords(text).length < FEWEST_WORDS) return expected;
  const [best] = [...functionWords.keys()]
    .map(language => ({ language, share: measureFunctionWordShare(text, language) ?? 0 }))
    .sort((a, b) => b.share - a.share);
  if (best!.share >= LEAST_FUNCTION_WORD_SHARE) return best!.language;
  if (expected === 'en' && measureEnglishShare(text) > LEAST_ENGLISH_SHARE) return 'en';
  return functionWords.has(expected) ? null : expected;
}

/**
 * Whether a text has letters beyond a to z, or many function words of a supported language other
 * than English.
 */
export function looksForeign(text: string): boolean {
  if (/[\u00c0-\u024f\u0370-\u{10ffff}]/u.test(text.replace(/[\p{P}\p{S}]/gu, ''))) return true;
  return [...functionWords.keys()].some(
    language =>
      language !== 'en' &&
      (measureFunctionWordShare(text, language) ?? 0) >= 0.2 &&
      extractLowerCaseWords(text).length > 3,
  );
}
