import model from 'wink-eng-lite-web-model';

const stemmer = model.addons.stem as (word: string) => string;

/**
 * The stem of a lower-case English word, shared by its inflections ("pricing", "price", "priced").
 */
export const stemWord = (word: string): string => (/^[a-z']{1,40}$/.test(word) ? stemmer(word) : word);
