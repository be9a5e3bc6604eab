import { RESPONDENT_SHAPE, readRespondent } from '../interview/read-respondent.ts';
import { findWrongOption, type InterviewOptions, OPTION_VALUES, type OptionName, parseObject } from './options.ts';

const sayOneOf = (name: keyof typeof OPTION_VALUES) => `one of ${OPTION_VALUES[name].join(', ')}`;

/** What the error message asks for. */
const EXPECTED: Record<OptionName, string> = {
  proxy: 'a path or a URL',
  study: 'the name of a study',
  mode: sayOneOf('mode'),
  trigger: '"launcher", "manual", "delay", "scroll", "exit" or a CSS selector',
  once: sayOneOf('once'),
  locale: 'a language tag such as "de" or "pt-BR"',
  theme: sayOneOf('theme'),
  maxDuration: 'a duration such as "15m", or milliseconds',
  respondent: RESPONDENT_SHAPE,
  consent: 'true or false',
  persist: sayOneOf('persist'),
  thanksLink: 'a path that begins with "/" or ".", or an http(s) URL',
  preload: sayOneOf('preload'),
  base: 'a path or a URL',
  texts: 'an object, or its JSON',
};

/** Converts a value to JSON, or to text if JSON cannot express it, as with a circular object. */
export function toText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return String(value);
  }
}

const findWrongRespondent = ({ respondent }: InterviewOptions): OptionName | undefined =>
  respondent && !readRespondent(parseObject(respondent) as object) ? 'respondent' : undefined;

/**
 * Checks the host's options. Not part of the script tag's first chunk: most hosts' options are
 * right.
 *
 * @throws TypeError that names the first wrong option, its value and what is expected
 */
export function checkOptions(options: InterviewOptions): void {
  const name = findWrongOption(options) ?? findWrongRespondent(options);
  if (!name) return;
  throw new TypeError(`koji-embed: option "${name}" is ${toText(options[name])}, expected ${EXPECTED[name]}.`);
}
