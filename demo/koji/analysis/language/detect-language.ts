import { getFrequencyRank } from './vectors.ts';

/** The commonest little words of some languages: enough to tell one from another, and text from noise. */
const LITTLE_WORDS: Record<string, string> = {
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

const littleWords = new Map(Object.entries(LITTLE_WORDS).map(([tongue, words]) => [tongue, new Set(words.split(' '))]));

const wordsIn = (text: string) =>
  text
    .toLowerCase()
    .replace(/’/g, "'")
    .match(/\p{L}[\p{L}\p{M}']*/gu) ?? [];

/** The part of a text's words that are little words of a language, 0 to 1; undefined for a language we hold no words of. */
export function measureFunctionWordShare(text: string, tongue: string): number | undefined {
  const known = littleWords.get(tongue);
  if (!known) return undefined;
  const words = wordsIn(text);
  return words.length === 0 ? 0 : words.filter(word => known.has(word)).length / words.length;
}

/** The part of a text's words that English knows, 0 to 1. */
export function measureEnglishShare(text: string): number {
  const words = wordsIn(text);
  if (words.length === 0) return 0;
  const known = words.filter(
    word => getFrequencyRank(word) !== undefined || getFrequencyRank(word.replace(/'.*$/, '')) !== undefined,
  );
  return known.length / words.length;
}

/** The first part of a BCP 47 tag, in lower case. */
export const getPrimaryLanguage = (locale: string): string => locale.toLowerCase().split('-')[0] || 'en';

const ENOUGH = 0.12;

/**
 * The language that texts are written in: the one whose little words they use most; `locale` where they are too short to
 * tell, null where they use no language that we hold words of.
 */
export function detectLanguage(texts: string[], locale: string): string | null {
  const all = texts.join('\n');
  const words = wordsIn(all);
  if (words.length < 6) return getPrimaryLanguage(locale);
  const shares = [...littleWords.keys()]
    .map(tongue => ({ tongue, share: measureFunctionWordShare(all, tongue) ?? 0 }))
    .sort((a, b) => b.share - a.share);
  const best = shares[0]!;
  if (best.share >= ENOUGH) return best.tongue;
  return getPrimaryLanguage(locale) === 'en' && measureEnglishShare(all) > 0.6
    ? 'en'
    : littleWords.has(getPrimaryLanguage(locale))
      ? null
      : getPrimaryLanguage(locale);
}

/** Whether a text reads as one of the languages we hold words of, other than English, or is written with letters beyond a to z. */
export function looksForeign(text: string): boolean {
  if (/[\u00c0-\u024f\u0370-\u{10ffff}]/u.test(text.replace(/[\p{P}\p{S}]/gu, ''))) return true;
  return [...littleWords.keys()].some(
    tongue => tongue !== 'en' && (measureFunctionWordShare(text, tongue) ?? 0) >= 0.2 && wordsIn(text).length > 3,
  );
}
