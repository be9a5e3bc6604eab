import { type AST, parseRegExpLiteral } from '@eslint-community/regexpp';

/** A text that a pattern may be slow on: `before`, `unit` many times, `after`. */
export interface HostileText {
  before: string;
  unit: string;
  after: string;
}

/** A text of about this many characters. */
export const repeatUnit = ({ before, unit, after }: HostileText, length: number): string =>
  before + unit.repeat(Math.ceil(length / unit.length)) + after;

/** Ends of a text that few patterns accept, so that they try every way to match before they fail. */
const REFUSED_ENDS = ['\u0000', 'é!'];

/**
 * Texts that a backtracking engine may need superlinear time for. For each quantifier without an
 * upper bound, what it repeats is repeated: alone, after what precedes it in the pattern, and
 * together with that. In the last case each start of the prefix is one to search on from.
 */
export function listHostileTexts(regExp: RegExp): HostileText[] {
  const { pattern } = parseRegExpLiteral(regExp);
  const texts = pattern.alternatives.flatMap(alternative => listFor(alternative, '', regExp.flags));
  const all = texts.flatMap(text => REFUSED_ENDS.map(after => ({ ...text, after })));
  return [...new Map(all.map(text => [JSON.stringify(text), text])).values()];
}

type Text = Omit<HostileText, 'after'>;

/** `prefix` matches what precedes the alternative. */
function listFor({ elements }: AST.Alternative, prefix: string, flags: string): Text[] {
  let before = prefix;
  return elements.flatMap(element => {
    const texts = listForElement(element, before, flags);
    before += writeMatch(element, flags, 0);
    return texts;
  });
}

function listForElement(element: AST.Element, before: string, flags: string): Text[] {
  if ('alternatives' in element) return element.alternatives.flatMap(part => listFor(part, before, flags));
  if (element.type !== 'Quantifier') return [];
  const inner = listForElement(element.element, before, flags);
  if (element.max !== Number.POSITIVE_INFINITY) return inner;
  const units = [...new Set([0, 1, 2].map(choice => writeMatch(element.element, flags, choice)))].filter(Boolean);
  return [
    ...inner,
    ...units.flatMap(unit => [
      { before: '', unit },
      { before, unit },
      { before: '', unit: before + unit },
    ]),
  ];
}

/** A text that an element matches; `choice` says which of its alternatives and characters. */
function writeMatch(element: AST.Element, flags: string, choice: number): string {
  switch (element.type) {
    case 'Character':
      return String.fromCodePoint(element.value);
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return pickCharacter(element.raw, flags, choice);
    case 'Group':
    case 'CapturingGroup': {
      const { elements } = element.alternatives[choice % element.alternatives.length]!;
      return elements.map(part => writeMatch(part, flags, choice)).join('');
    }
    case 'Quantifier':
      return writeMatch(element.element, flags, choice).repeat(Math.max(element.min, choice));
    default:
      return '';
  }
}

const CHARACTERS = [...'a 1.,\'!-"?(\n\t…éA/:;@_X'];

function pickCharacter(source: string, flags: string, choice: number): string {
  const set = new RegExp(`^${source}$`, flags.replace(/[gy]/g, ''));
  const matching = CHARACTERS.filter(character => set.test(character));
  return matching[choice % (matching.length || 1)] ?? '';
}
